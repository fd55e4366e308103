package assay.gpu.emulator.machine;

/** Which warp of a block goes on when several can. */
public enum WarpOrder {
  /** Each in turn, by number, until it waits. */
  ASCENDING,
  /** Any, for a random number of instructions. */
  RANDOM,
  /** One warp runs only when no other can, or when the others have run long in vain. */
  ONE_LAST,
  /** One warp runs whenever it can; the others take turns of a few instructions. */
  ONE_FIRST
}
