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

  /** One allocation on one path, which the compiler can do without. */
  static Normaliser of(double largest, double sum, double sink) {
    boolean none = sink == Double.NEGATIVE_INFINITY;
    boolean all = sink == Double.POSITIVE_INFINITY;
    double m = Math.max(largest, sink);
    double factor = none ? 1 : all ? 0 : StrictMath.exp(largest - m);
    double sinkTerm = none ? 0 : all ? 1 : StrictMath.exp(sink - m);
    double total = none ? sum : all ? 1 : sum * factor + sinkTerm;
    return new Normaliser(largest, sum, factor, total, sinkTerm);
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
