package assay.gpu.emulator.machine;

/**
 * What an access promises to the accesses of other threads. PTX ISA 8.3, 8.4 and 8.7.
 *
 * @param strong whether it may meet others at its address: all but weak loads and stores
 * @param acquires whether what the other side had done before is seen after it
 * @param releases whether what was done before it is seen by the other side
 * @param wide whether the other side may be in another block
 */
public record Ordering(boolean strong, boolean acquires, boolean releases, boolean wide) {

  /** A plain load or store. */
  public static final Ordering WEAK = new Ordering(false, false, false, false);

  /** The bits of an {@link Epoch} that say so. */
  long bits() {
    return strong ? wide ? Epoch.STRONG | Epoch.WIDE : Epoch.STRONG : 0;
  }
}
