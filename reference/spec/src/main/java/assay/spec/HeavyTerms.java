package assay.spec;

import java.util.Arrays;

/**
 * Bounds Σ s_t w_t x_t² by the sizes s_t of its terms and two figures of x: lemma 24 of
 * docs/numerics.md.
 *
 * <p>Of one row after another; buffers are kept.
 */
final class HeavyTerms {

  /** Sizes are told apart down to 2^−{@code FINEST}, four to a doubling. */
  private static final int FINEST = 64;

  private static final int BINS = 4 * (FINEST + 1);
  private static final int FRACTION_BITS = 52;
  private static final int QUARTER_BITS = 2;

  /** Of each bin; the first has the largest sizes. */
  private final double[] largest = new double[BINS];

  /** Σ s_t w_t of each bin, and Σ w_t. */
  private final double[] totals = new double[BINS];

  private final double[] weights = new double[BINS];
  private int first = BINS;
  private int last = -1;

  /** Of the first bin: exponent and first two bits of its sizes. */
  private long top;

  /**
   * Forgets everything.
   *
   * @param most no size is above it; 0 where there is none
   */
  void begin(double most) {
    Arrays.fill(largest, 0);
    Arrays.fill(totals, 0);
    Arrays.fill(weights, 0);
    first = BINS;
    last = -1;
    top = place(most) | (1 << QUARTER_BITS) - 1;
  }

  /** Adds a term of size s_t and weight w_t. */
  void add(double size, double weight) {
    int bin = bin(size);
    largest[bin] = size > largest[bin] ? size : largest[bin];
    totals[bin] += size * weight;
    weights[bin] += weight;
    first = bin < first ? bin : first;
    last = bin > last ? bin : last;
  }

  /**
   * At least Σ s_t w_t x_t².
   *
   * @param second at least Σ w_t x_t²
   * @param largestSquare at least each x_t²
   */
  double bound(double second, double largestSquare) {
    return first > last ? 0 : bound(second, largestSquare, largest[first]);
  }

  /** The same where no size is above {@code most}, whatever was added. */
  double bound(double second, double largestSquare, double most) {
    double heavier = 0;
    double weight = 0;
    double least = most * second;
    int bin = first;
    for (; bin <= last && weight * largestSquare < second; bin++) {
      if (totals[bin] > 0) {
        double size = largest[bin];
        double split = size * second + (heavier - size * weight) * largestSquare;
        least = split < least ? split : least;
        heavier += totals[bin];
        weight += weights[bin];
      }
    }
    boolean complete = bin > last;
    return complete ? Math.min(least, heavier * largestSquare) : least;
  }

  private int bin(double size) {
    return (int) Math.clamp(top - place(size), 0, BINS - 1);
  }

  /** Exponent and first two bits: larger where the size is. */
  private static long place(double size) {
    return Double.doubleToRawLongBits(size) >>> (FRACTION_BITS - QUARTER_BITS);
  }
}
