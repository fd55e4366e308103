package assay.spec;

import assay.numerics.FloatFormat;

/**
 * What summing costs: lemma 21 of docs/numerics.md. The error of a sum y of N terms whose
 * magnitudes sum to A and whose squares sum to s².
 *
 * @param hard at most so much, relative to A
 * @param roundings of the accumulator that small terms may escape
 * @param each variance of one of those, relative to the mean square of partial sums
 * @param others variance of the other roundings of partial sums, relative to the same
 * @param ofValue variance of what else is rounded, relative to y²
 * @param ofSpread the same, relative to s²
 * @param bias what truncation takes, relative to the mean partial sum
 * @param alike what terms that round alike may add up to, relative to the same
 * @param lost what may be lost of a small term
 * @param bridge at least what partial sums in no particular order stray by, squared, relative to s²
 */
record SumErrors(
    double hard,
    double roundings,
    double each,
    double others,
    double ofValue,
    double ofSpread,
    double bias,
    double alike,
    Lost lost,
    double bridge) {

  /** Variance of a rounding to nearest, in squares of its largest error: half at the most. */
  static final double ROUNDED = Roundings.variance(1);

  /**
   * Of terms below {@code size}, relative to the sum, at most {@code most} each; and so of those
   * that are small beside the largest block.
   */
  record Lost(double size, double most, int apart) {}

  /**
   * Roundings on the way of a term beside those of its sum.
   *
   * @param most at the worst
   * @param usual as a rule
   */
  record Beside(double most, double usual) {

    static final Beside NOTHING = new Beside(0, 0);
  }

  /**
   * Variance of a sum.
   *
   * @param path mean square of its partial sums
   * @param terms of its terms that are of any size
   */
  double variance(double path, double valueSquare, double spreadSquare, double terms) {
    double paths = Math.min(roundings, terms) * each + others;
    return paths * path + ofValue * valueSquare + ofSpread * spreadSquare;
  }

  /** The same of terms in no particular order. */
  double variance(double valueSquare, double spreadSquare) {
    return variance(valueSquare, spreadSquare, roundings);
  }

  /** Where no more than {@code terms} of the terms can be rounded. */
  double variance(double valueSquare, double spreadSquare, double terms) {
    double path = valueSquare / 3 + bridge * spreadSquare;
    double sloped = bias * bias * spreadSquare / 12;
    return variance(path, valueSquare, spreadSquare, terms) + sloped;
  }

  /**
   * What terms that are alike add up to, since they round alike: lemma 8. y² = N s² where all are
   * equal, and a fraction of it where they are not.
   *
   * @param terms N
   */
  double alike(double value, double spreadSquare, double terms) {
    double share = spreadSquare > 0 ? Math.min(1, value * value / (terms * spreadSquare)) : 0;
    return alike * share * (Math.abs(value) + Math.sqrt(spreadSquare)) / 2;
  }

  /** The worst error of N terms, relative to A, with so many roundings beside. */
  static double hard(Accumulation sums, FloatFormat accumulator, double terms, double beside) {
    return of(sums, accumulator, terms, new Beside(beside, 0), 1).hard();
  }

  /**
   * @param terms N
   */
  static SumErrors of(
      Accumulation sums, FloatFormat accumulator, double terms, Beside beside, double lambda) {
    double unit = accumulator.unitRoundoff();
    return switch (sums) {
      case Accumulation.Rounded(int apart) -> rounded(apart, unit, terms, beside, lambda);
      case Accumulation.Truncated cut -> truncated(cut, unit, terms, beside, lambda);
    };
  }

  private static SumErrors rounded(
      int apart, double unit, double terms, Beside beside, double lambda) {
    double square = ROUNDED * unit * unit;
    double joins = apart == 1 ? terms : Math.ceil(terms / apart);
    double inside = apart == 1 ? 0 : Math.min(apart, terms);
    double path = Math.min(terms, inside + joins) + beside.most();
    return new SumErrors(
        Roundings.gamma(path, unit),
        joins,
        square,
        0,
        square * (beside.usual() + 1 + inside * inside / (3 * terms)),
        square * (inside / 2 + 1),
        0,
        unit * (joins + inside),
        new Lost(2 * unit, unit, apart),
        bridge(lambda));
  }

  /** 1/6 on average, more where the order of the terms and the roundings conspire. */
  private static double bridge(double lambda) {
    double tail = (lambda * lambda / 2 + 1.53) / (3 * lambda);
    return Math.max(1.0 / 6, tail * tail);
  }

  private static SumErrors truncated(
      Accumulation.Truncated sums, double unit, double terms, Beside beside, double lambda) {
    double block = sums.apart() == 1 ? terms : Math.min(sums.apart(), terms);
    double blocks = Math.ceil(terms / block);
    double steps = Math.ceil(block / sums.products());
    double products = Math.min(sums.products(), block);
    double cut = Math.scalb(1.0, -sums.fractionBits());
    double last = Math.max(2 * unit, cut);
    double step = last * last / 12 + products * cut * cut / 3;
    double square = ROUNDED * unit * unit;
    boolean chain = blocks == 1;
    double joins = chain ? 0 : blocks;
    double bias = steps * (last + products * cut) / 2;
    return new SumErrors(
        Roundings.gamma(steps, (products + 1) * cut + last)
            + Roundings.gamma(joins + beside.most(), unit),
        0,
        0,
        chain ? step * steps : square * joins,
        square * (beside.usual() + 1) + step * (chain ? 1 : steps / (3 * blocks)),
        step * (chain ? 1 : 1 + steps / 2),
        bias,
        bias + unit * joins,
        new Lost(last, cut + last / products, sums.apart()),
        bridge(lambda));
  }
}
