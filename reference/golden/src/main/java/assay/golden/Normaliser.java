package assay.golden;

/**
 * What turns a row's exponentials e^(s − largest) into weights: a factor, then a divisor.
 *
 * @param largest the largest score of the keys
 * @param sum of the keys' exponentials
 * @param factor e^(largest − m) with m the largest of keys and sink; 1 without a sink above
 * @param total the sum of all terms, the sink's included, relative to m
 * @param sinkTerm the sink's term, relative to m
 */
record Normaliser(double largest, double sum, double factor, double total, double sinkTerm) {

  static Normaliser of(double largest, double sum, double sink) {
    if (sink == Double.POSITIVE_INFINITY) {
      return new Normaliser(largest, sum, 0, 1, 1);
    }
    if (sink == Double.NEGATIVE_INFINITY) {
      return new Normaliser(largest, sum, 1, sum, 0);
    }
    double m = Math.max(largest, sink);
    double factor = StrictMath.exp(largest - m);
    double sinkTerm = StrictMath.exp(sink - m);
    return new Normaliser(largest, sum, factor, sum * factor + sinkTerm, sinkTerm);
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
