package assay.gpu.emulator.lanes;

/**
 * Which words vectors are to compare, and how.
 *
 * @param relation as PTX calls it: {@code lt}, {@code ltu}
 * @param numbers what the words are
 * @param flushes whether subnormal numbers count as zeros
 */
public record VectorComparison(String relation, Numbers numbers, boolean flushes) {

  /** Words as numbers. */
  public enum Numbers {
    SIGNED,
    UNSIGNED,
    BINARY32
  }
}
