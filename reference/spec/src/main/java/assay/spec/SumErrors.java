package assay.spec;

import assay.numerics.FloatFormat;

/**
 * What summing costs: lemma 21 of docs/numerics.md. The error of a sum y of N terms whose magnitudes
 * sum to A and whose squares sum to s².
 *
 * @param hard at most so much, relative to A
 * @param roundings of the accumulator that small terms may escape
 * @param each variance of one of those
 * @param rest variance of all others
 * @param bias what truncation takes from all sums alike, relative to |y|
 * @param alike what terms that round alike may add up to, relative to the size of partial sums
 * @param lost what is lost of a small term
 */
record SumErrors(
    double hard,
    double roundings,
    Variance each,
    Variance rest,
    double bias,
    double alike,
    Lost lost) {

  /** Variance of a rounding to nearest, in squares of its largest error: half at the most. */
  static final double ROUNDED = 0.5;

  /**
   * Of independent errors.
   *
   * @param ofValue relative to y²
   * @param ofSpread relative to s²
   */
  record Variance(double ofValue, double ofSpread) {

    double of(double valueSquare, double spreadSquare) {
      return ofValue * valueSquare + ofSpread * spreadSquare;
    }
  }

  /**
   * Of terms below {@code size}, relative to the sum, at most {@code most} each; and so of those
   * that are small beside the largest block.
   */
  record Lost(double size, double most, int apart) {}

  /** Variance of the sum where no more than {@code terms} of its terms are of any size. */
  double variance(double valueSquare, double spreadSquare, double terms) {
    return rest.of(valueSquare, spreadSquare)
        + Math.min(roundings, terms) * each.of(valueSquare, spreadSquare);
  }

  double variance(double valueSquare, double spreadSquare) {
    return variance(valueSquare, spreadSquare, roundings);
  }

  /**
   * @param terms N
   * @param more roundings on the way of a term beside those of its sum
   */
  static SumErrors of(
      Accumulation sums, FloatFormat accumulator, double terms, double more, double lambda) {
    double unit = accumulator.unitRoundoff();
    return switch (sums) {
      case Accumulation.Rounded(int apart) -> rounded(apart, unit, terms, more, lambda);
      case Accumulation.Truncated cut -> truncated(cut, unit, terms, more, lambda);
    };
  }

  private static SumErrors rounded(
      int apart, double unit, double terms, double more, double lambda) {
    double square = ROUNDED * unit * unit;
    double joins = apart == 1 ? terms : Math.ceil(terms / apart);
    double inside = apart == 1 ? 0 : Math.min(apart, terms);
    double path = Math.min(terms, inside + joins) + more;
    double bridge = bridge(lambda);
    double value = (more + 2 + inside * inside / terms) / 3;
    double spread = more * bridge + inside / 2 + 1;
    return new SumErrors(
        Roundings.gamma(path, unit),
        joins,
        new Variance(square / 3, square * bridge),
        new Variance(square * value, square * spread),
        0,
        unit * (joins + inside),
        new Lost(2 * unit, unit, apart));
  }

  /**
   * What the partial sums of terms in no particular order stray from a straight line by, squared and
   * relative to s²: 1/6 on average, more where that and the roundings conspire.
   */
  private static double bridge(double lambda) {
    double tail = (lambda * lambda / 2 + 1.53) / (3 * lambda);
    return Math.max(1.0 / 6, tail * tail);
  }

  private static SumErrors truncated(
      Accumulation.Truncated sums, double unit, double terms, double more, double lambda) {
    double block = sums.apart() == 1 ? terms : Math.min(sums.apart(), terms);
    double blocks = Math.ceil(terms / block);
    double steps = Math.ceil(block / sums.products());
    double products = Math.min(sums.products(), block);
    double cut = Math.scalb(1.0, -sums.fractionBits());
    double last = Math.max(2 * unit, cut);
    double variance = last * last / 12 + products * cut * cut / 3;
    double joins = ROUNDED * unit * unit * (blocks + more);
    double bridge = bridge(lambda);
    double sloped = steps * last / 2;
    double spread = variance * (steps * bridge + 1) + sloped * sloped / 12 + joins * bridge;
    return new SumErrors(
        Roundings.gamma(steps, (products + 1) * cut + last) + Roundings.gamma(blocks + more, unit),
        0,
        new Variance(0, 0),
        new Variance(variance * (steps + 2) / 3 / blocks + joins, spread),
        (last + products * cut) / 2 * (steps + 1) / 2,
        steps * (last + products * cut) / 2 + unit * blocks,
        new Lost(last, cut + last / products, sums.apart()));
  }
}
