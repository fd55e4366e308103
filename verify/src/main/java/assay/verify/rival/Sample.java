package assay.verify.rival;

/**
 * One output as a rule sees it.
 *
 * <p>A suite with many alike sequences or heads is run with fewer: each of its rows then stands for
 * a number of the suite's, and rules that average count it so often.
 *
 * @param expected row-major; not copied
 * @param actual the same shape; not copied
 * @param rowCounts how many rows of the suite each row stands for; rows are of equal width
 */
public record Sample(double[] expected, double[] actual, int[] rowCounts) {

  public Sample {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(
          "actual has %d values; expected has %d".formatted(actual.length, expected.length));
    }
    if (expected.length > 0 && expected.length % rowCounts.length != 0) {
      throw new IllegalArgumentException(
          "expected has %d values; they must make %d rows"
              .formatted(expected.length, rowCounts.length));
    }
  }

  /** Every element stands for itself. */
  public static Sample of(double[] expected, double[] actual) {
    return new Sample(expected, actual, new int[] {1});
  }

  int size() {
    return expected.length;
  }

  /** Elements of a row. */
  int width() {
    return expected.length / rowCounts.length;
  }

  /** How many elements of the suite element {@code i} stands for. */
  int count(int i) {
    return rowCounts[i / width()];
  }

  /** |actual − expected|; 0 for the same infinity, NaN where either is NaN. */
  double error(int i) {
    return expected[i] == actual[i] ? 0 : Math.abs(actual[i] - expected[i]);
  }

  /** Whether neither is a finite number and they are the same, NaN included. */
  boolean sameAndNotFinite(int i) {
    return !Double.isFinite(expected[i]) && Double.compare(expected[i], actual[i]) == 0;
  }
}
