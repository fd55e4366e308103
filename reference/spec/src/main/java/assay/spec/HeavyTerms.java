package assay.spec;

import java.util.Arrays;

/**
 * Bounds Σ s_t w_t x_t² by the sizes s_t of its terms and two figures of x: lemma 24 of
 * docs/numerics.md.
 *
 * <p>Of one row after another; buffers are kept.
 */
final class HeavyTerms {

  /** Sizes are told apart down to 2^−{@code FINEST} of the largest, four to a doubling. */
  private static final int FINEST = 3;

  private static final int BINS = 4 * (FINEST + 1) + 1;
  private static final int FRACTION_BITS = 52;
  private static final int QUARTER_BITS = 2;

  /** Of each bin; the first has the largest sizes, the last all that are not told apart. */
  private final double[] largest = new double[BINS];

  /** Σ s_t w_t of each bin, and Σ w_t. */
  private final double[] totals = new double[BINS];

  private final double[] weights = new double[BINS];

  /** Smaller ones are not told apart. */
  private double fine;

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
    fine = Math.max(Double.MIN_NORMAL, Math.scalb(most, -FINEST));
    top = place(most) | (1 << QUARTER_BITS) - 1;
  }

  /** Adds terms {@code from} to before {@code to}, of sizes s_t and weights w_t. */
  void add(double[] sizes, double[] termWeights, int from, int to) {
    double total = 0;
    double weight = 0;
    double most = 0;
    for (int t = from; t < to; t++) {
      double size = sizes[t];
      if (size >= fine) {
        add(bin(size), size, size * termWeights[t], termWeights[t]);
      } else {
        total += size * termWeights[t];
        weight += termWeights[t];
        most = size > most ? size : most;
      }
    }
    add(BINS - 1, most, total, weight);
  }

  private void add(int bin, double most, double total, double weight) {
    largest[bin] = most > largest[bin] ? most : largest[bin];
    totals[bin] += total;
    weights[bin] += weight;
  }

  /**
   * At least Σ s_t w_t x_t².
   *
   * @param second at least Σ w_t x_t²
   * @param largestSquare at least each x_t²
   */
  double bound(double second, double largestSquare) {
    return bound(second, largestSquare, most());
  }

  private double most() {
    for (double size : largest) {
      if (size > 0) {
        return size;
      }
    }
    return 0;
  }

  /** The same where no size is above {@code most}, whatever was added. */
  double bound(double second, double largestSquare, double most) {
    double heavier = 0;
    double weight = 0;
    double least = most * second;
    int bin = 0;
    for (; bin < BINS && weight * largestSquare < second; bin++) {
      if (totals[bin] > 0) {
        double size = largest[bin];
        double split = size * second + (heavier - size * weight) * largestSquare;
        least = split < least ? split : least;
        heavier += totals[bin];
        weight += weights[bin];
      }
    }
    boolean complete = bin == BINS;
    return complete ? Math.min(least, heavier * largestSquare) : least;
  }

  /** Of a size that is told apart. */
  private int bin(double size) {
    return (int) (top - place(size));
  }

  /** Exponent and first two bits: larger where the size is. */
  private static long place(double size) {
    return Double.doubleToRawLongBits(size) >>> (FRACTION_BITS - QUARTER_BITS);
  }
}
