package assay.golden.cache;

/**
 * Buffer sizes that are kept: four to each power of two, so that a buffer is at most a quarter
 * longer than was asked for, and never shorter than {@link #LEAST}.
 */
final class SizeClass {

  /** The smallest size. */
  static final long LEAST = 8;

  /** The largest size: the last array length that is one. */
  static final long MOST_IN_ARRAY = 7L << 28;

  /** More than any {@link #index}. */
  static final int COUNT = 4 * Long.SIZE;

  private SizeClass() {}

  /** The least size that is at least {@code size}. */
  static long roundUp(long size) {
    if (size <= LEAST) {
      return LEAST;
    }
    int shift = shift(size);
    return (((size - 1) >> shift) + 1) << shift;
  }

  /** The number of a size that {@link #roundUp} returned. */
  static int index(long rounded) {
    int shift = shift(rounded);
    return 4 * shift + (int) (rounded >> shift) - 5;
  }

  /** Sizes in (4 · 2^shift, 8 · 2^shift] are multiples of 2^shift. */
  private static int shift(long size) {
    return Long.SIZE - Long.numberOfLeadingZeros(size - 1) - 3;
  }
}
