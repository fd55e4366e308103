package assay.spec;

/**
 * What the two sums over a row's keys cost beyond the worst case: of weighted values, and of the
 * weights themselves, whose sum is 1. Lemmas 21 and 22 of docs/numerics.md.
 */
final class KeySums {

  private final SumErrors values;
  private final SumErrors weights;
  private final AttentionErrors errors;
  private final double count;
  private final double largestValue;
  private final double roundoff;

  /**
   * @param count terms
   * @param more roundings that both have beside
   */
  KeySums(
      NumericContract contract,
      AttentionErrors errors,
      AttentionTerms terms,
      double more,
      double lambda) {
    Accumulation sums = contract.overKeys();
    Accumulation ordinary = new Accumulation.Rounded(sums.apart());
    this.errors = errors;
    this.count = terms.count();
    this.largestValue = terms.largestValue();
    this.roundoff = contract.accumulator().unitRoundoff();
    this.values = SumErrors.of(sums, contract.accumulator(), count, more, lambda);
    this.weights = SumErrors.of(ordinary, contract.accumulator(), count, more, lambda);
  }

  /** The worst error of the values' sum, relative to Σ w|v|. */
  double hardValues() {
    return values.hard();
  }

  /** The worst error of the weights' sum. */
  double hardWeights() {
    return weights.hard();
  }

  /** Of the values' sum, without what is shared. */
  double varianceOfValues(double mean, double secondMoment) {
    double square = mean * mean;
    double spread = errors.largestWeight * secondMoment;
    double step = roundoff * Math.sqrt((square / 3 + spread) * SumErrors.ROUNDED);
    double terms = errors.sizes.roundings(step / largestValue);
    return values.variance(square, spread, terms);
  }

  double varianceOfWeights() {
    double step = roundoff * Math.sqrt((1.0 / 3 + errors.largestWeight) * SumErrors.ROUNDED);
    return weights.variance(1, errors.largestWeight, errors.sizes.roundings(step));
  }

  /** What all roundings of the values' sum share. */
  double coherentOfValues(double mean, double secondMoment, double deviation) {
    double size = Math.abs(mean);
    double partial = (size + Math.sqrt(errors.largestWeight * secondMoment)) / 2;
    double lost = lost(values);
    double small = Math.min(lost * (size + largestValue), Math.sqrt(lost) * deviation);
    return values.bias() * size + alike() * values.alike() * partial + lost * size + small;
  }

  double coherentOfWeights() {
    return weights.alike() * alike() + lost(weights);
  }

  /**
   * The share of terms that round alike: equal ones, or all where they differ by less than a step
   * of the accumulator.
   */
  private double alike() {
    double steps = 2 * count * roundoff / errors.scoreDeviation();
    return Math.max(errors.repeated, Math.min(1, steps));
  }

  private double lost(SumErrors sum) {
    SumErrors.Lost lost = sum.lost();
    double joining = errors.sizes.lost(lost.size() / lost.apart(), lost.most() / lost.apart());
    double inside = errors.sizes.lost(lost.size(), lost.most());
    return lost.apart() == 1 ? joining : joining + inside * Math.min(1, lost.apart() / count);
  }
}
