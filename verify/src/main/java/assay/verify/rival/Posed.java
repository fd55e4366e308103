package assay.verify.rival;

/**
 * A problem that stands for a suite's.
 *
 * @param <P> the operator's problem
 * @param rowCounts how many rows of the suite each row of an output stands for
 */
public record Posed<P>(P problem, int[] rowCounts) {

  /** Every row stands for itself. */
  public static <P> Posed<P> whole(P problem) {
    return new Posed<>(problem, new int[] {1});
  }
}
