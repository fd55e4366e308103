package assay.numerics;

/**
 * What becomes of a number past the largest of its format; a NaN is a NaN either way.
 *
 * <p>Source: IEEE 754-2019, 7.4, and PTX ISA, {@code cvt} with {@code .satfinite}.
 */
public enum Overflow {
  /**
   * An infinity, or a NaN where the format has none; the largest finite number where the rounding
   * points towards zero and the number is finite.
   */
  IEEE,
  /** The largest finite number of the same sign, of infinities too. */
  SATFINITE
}
