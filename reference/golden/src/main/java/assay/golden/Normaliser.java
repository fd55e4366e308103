package assay.golden;

/**
 * What turns a row's exponentials e^(s − largest) into weights: a factor, then a divisor. One for
 * all rows of a pass, so that a row costs no object.
 */
final class Normaliser {

  private double largest;
  private double sum;
  private double factor;
  private double total;
  private double sinkTerm;

  /**
   * Takes the next row.
   *
   * @param newLargest the largest score of the keys
   * @param newSum of the keys' exponentials
   * @param sink −∞ for none
   */
  Normaliser begin(double newLargest, double newSum, double sink) {
    boolean none = sink == Double.NEGATIVE_INFINITY;
    boolean all = sink == Double.POSITIVE_INFINITY;
    double m = Math.max(newLargest, sink);
    largest = newLargest;
    sum = newSum;
    factor = none ? 1 : all ? 0 : StrictMath.exp(newLargest - m);
    sinkTerm = none ? 0 : all ? 1 : StrictMath.exp(sink - m);
    total = none ? newSum : all ? 1 : newSum * factor + sinkTerm;
    return this;
  }

  double largest() {
    return largest;
  }

  /** Of the keys' exponentials. */
  double sum() {
    return sum;
  }

  /** e^(largest − m) with m the largest of keys and sink; 1 without a sink above. */
  double factor() {
    return factor;
  }

  /** The sum of all terms, the sink's included, relative to m. */
  double total() {
    return total;
  }

  double normalised(double term) {
    return term * factor / total;
  }

  /** The lse of the keys, sink left out. */
  double lse() {
    return largest + StrictMath.log(sum);
  }

  /** The sink's share. */
  double sinkWeight() {
    return sinkTerm / total;
  }
}
