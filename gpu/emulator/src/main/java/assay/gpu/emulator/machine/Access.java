package assay.gpu.emulator.machine;

/**
 * One access that an instruction makes to memory, for those who count.
 *
 * @param address of each lane
 * @param bytes of each lane, at most
 * @param lanes that give an address, where they are active
 * @param present place of the word that says how many bytes there are; −1 where all are
 * @param ignored place of the predicate under which there are none; −1 where there always are
 */
record Access(Address address, int bytes, int lanes, int present, int ignored) {

  /** All bytes in all lanes. */
  Access(Address address, int bytes) {
    this(address, bytes, Warp.ALL, -1, -1);
  }

  /** Whether a lane moves anything. */
  boolean moves(Warp warp, int lane) {
    boolean none = ignored >= 0 && (warp.predicates[ignored] >> lane & 1) != 0;
    return !none && (present < 0 || warp.words[present][lane] > 0);
  }
}
