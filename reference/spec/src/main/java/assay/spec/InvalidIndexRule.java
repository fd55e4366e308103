package assay.spec;

/** Which entries of a list of cache slots stand for no slot. */
public enum InvalidIndexRule {
  /** −1 alone; any other number outside the pool is refused. FlashMLA's sparse decode. */
  MINUS_ONE,
  /** Every number below 0 or past the pool. FlashMLA's sparse prefill. */
  OUTSIDE_THE_POOL;

  /**
   * Whether {@code index} names a slot of a pool of {@code slots}.
   *
   * @throws IllegalArgumentException if this rule allows no such number
   */
  boolean isValid(String name, int index, long slots) {
    boolean inside = index >= 0 && index < slots;
    if (this == MINUS_ONE && !inside && index != -1) {
      throw new IllegalArgumentException(
          "%s is %d; it must be -1 or in [0, %d)".formatted(name, index, slots));
    }
    return inside;
  }
}
