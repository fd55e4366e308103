package assay.spec;

import assay.numerics.FloatFormat;

/**
 * What summing costs: lemma 21 of docs/numerics.md. The error of a sum y of N terms whose magnitudes
 * sum to A and whose squares sum to s².
 *
 * @param hard at most so much, relative to A
 * @param ofValue variance of independent errors, relative to y²
 * @param ofSpread the same, relative to s²
 * @param bias what truncation takes from all sums alike, relative to |y|
 * @param alike what terms that round alike may add up to, relative to the size of partial sums
 */
record SumErrors(double hard, double ofValue, double ofSpread, double bias, double alike) {

  /** Variance of a rounding to nearest, in squares of its largest error: half at the most. */
  static final double ROUNDED = 0.5;

  /**
   * @param terms N
   * @param more roundings on the way of a term beside those of its sum
   */
  static SumErrors of(
      Accumulation sums, FloatFormat accumulator, double terms, double more, double lambda) {
    double unit = accumulator.unitRoundoff();
    return switch (sums) {
      case Accumulation.Rounded(int apart) -> rounded(apart, unit, terms, more, lambda);
      case Accumulation.Truncated unitOf -> truncated(unitOf, unit, terms, more, lambda);
    };
  }

  private static SumErrors rounded(
      int apart, double unit, double terms, double more, double lambda) {
    double square = ROUNDED * unit * unit;
    double joins = joins(apart, terms);
    double inside = apart == 1 ? 0 : Math.min(apart, terms);
    double path = Math.min(terms, inside + joins) + more;
    double value = ramp(joins + more) + inside * inside / (3 * terms);
    double spread = (joins + more) * bridge(lambda) + inside / 2 + 1;
    double alike = unit * (joins + inside);
    return new SumErrors(Roundings.gamma(path, unit), square * value, square * spread, 0, alike);
  }

  /** Sums that join the accumulator. */
  private static double joins(int apart, double terms) {
    return apart == 1 ? terms : Math.ceil(terms / apart);
  }

  /** Σ of the squares of n partial sums that grow evenly to 1. */
  private static double ramp(double n) {
    return (n + 2) / 3;
  }

  /**
   * What a sum's partial sums in no particular order stray from their straight line, squared: 1/6 on
   * average, more where that and the roundings conspire.
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
    double cut = Math.scalb(1.0, -sums.fractionBits());
    double last = Math.max(2 * unit, cut);
    double products = Math.min(sums.products(), block);
    double step = (products + 1) * cut + last;
    double hard = Roundings.gamma(steps, step) + Roundings.gamma(blocks + more, unit);
    double variance = last * last / 12 + products * cut * cut / 3;
    double joins = ROUNDED * unit * unit;
    double value = variance * ramp(steps) / blocks + joins * ramp(blocks + more);
    double sloped = steps * last / 2;
    double spread =
        variance * (steps * bridge(lambda) + 1)
            + sloped * sloped / 12
            + joins * (blocks + more) * bridge(lambda);
    double bias = (last + products * cut) / 2 * (steps + 1) / 2;
    double alike = steps * (last + products * cut) / 2 + unit * blocks;
    return new SumErrors(hard, value, spread, bias, alike);
  }
}
