package assay.spec;

/**
 * What the two sums over a row's keys cost beyond the worst case: of weighted values, and of the
 * weights themselves, whose sum is 1. Lemmas 21 to 23 of docs/numerics.md.
 */
final class KeySums {

  private final SumErrors values;
  private final SumErrors weights;
  private final AttentionErrors errors;
  private final int count;
  private final double keysPerLook;
  private final double largestValue;
  private final double roundoff;
  private final double alike;
  private final double lostValues;
  private final double lostWeights;
  private final double weightVariance;

  /**
   * @param rescalings that change anything
   */
  KeySums(
      NumericContract contract,
      AttentionErrors errors,
      AttentionTerms terms,
      double rescalings,
      double lambda) {
    Accumulation sums = contract.overKeys();
    Accumulation ordinary = new Accumulation.Rounded(sums.apart());
    this.errors = errors;
    this.count = terms.count();
    this.keysPerLook = terms.keysPerLook();
    this.largestValue = terms.largestValue();
    this.roundoff = contract.accumulator().unitRoundoff();
    SumErrors.Beside beside =
        new SumErrors.Beside(AttentionBound.rescalings(contract, count) + 2, rescalings + 2);
    this.values = SumErrors.of(sums, contract.accumulator(), count, beside, lambda);
    this.weights = SumErrors.of(ordinary, contract.accumulator(), count, beside, lambda);
    this.alike = alike();
    this.lostValues = lost(values);
    this.lostWeights = lost(weights);
    this.weightVariance = weightVariance();
  }

  /** The worst error of the values' sum, relative to Σ w|v|. */
  double hardValues() {
    return values.hard();
  }

  /** The worst error of the weights' sum. */
  double hardWeights() {
    return weights.hard();
  }

  /**
   * Σ_t (w_t v_t)² at the most; lemma 24.
   *
   * @param others Σ w_t v_t² without the heaviest keys
   */
  double spread(double others, double[] heaviest) {
    double largestSquare = largestValue * largestValue;
    return errors.heaviest.squares(heaviest)
        + errors.heavy.bound(others, largestSquare, errors.largestWeight);
  }

  /** Of the values' sum, without what is shared. */
  double varianceOfValues(ValueMoments value, double spread) {
    double path = path(value, spread);
    double step = roundoff * Math.sqrt(path * SumErrors.ROUNDED);
    double terms = errors.sizes.roundings(step / largestValue);
    return values.variance(path, value.mean() * value.mean(), spread, terms);
  }

  /** With what partial sums stray by between two looks at them. */
  private double path(ValueMoments value, double spread) {
    return value.path() + Math.min(1, keysPerLook / count) * values.bridge() * spread;
  }

  double varianceOfWeights() {
    return weightVariance;
  }

  private double weightVariance() {
    double path = errors.weightPath();
    double terms = errors.sizes.roundings(roundoff * Math.sqrt(path * SumErrors.ROUNDED));
    return weights.variance(path, 1, errors.squares(), terms);
  }

  /** What all roundings of the values' sum share. */
  double coherentOfValues(ValueMoments value, double spread) {
    double partial = Math.sqrt(path(value, spread));
    double shared = values.bias() + alike * values.alike();
    return shared * partial + lostValues * Math.abs(value.plain());
  }

  double coherentOfWeights() {
    return weights.alike() * alike + lostWeights;
  }

  /**
   * The share of terms that round alike: equal ones, or all where they differ by less than half a
   * step of the accumulator.
   */
  private double alike() {
    double halfSteps = count * roundoff / errors.scoreDeviation();
    return Math.max(errors.repeated, Math.min(1, halfSteps));
  }

  private double lost(SumErrors sum) {
    SumErrors.Lost lost = sum.lost();
    double joining = errors.sizes.lost(lost.size() / lost.apart(), lost.most() / lost.apart());
    double inside = errors.sizes.lost(lost.size(), lost.most());
    return lost.apart() == 1
        ? joining
        : joining + inside * Math.min(1, lost.apart() / (double) count);
  }
}
