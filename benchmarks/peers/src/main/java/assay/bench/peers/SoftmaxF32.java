package assay.bench.peers;

import assay.numerics.Elements;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * {@link Softmax} in F32, of loops that the compiler turns into vector instructions, so that the
 * peer which uses it is not held back by it.
 */
final class SoftmaxF32 implements Softmax {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private static final float LOG2_E = 1.442695041f;

  /** ln 2 in two parts: the first has trailing zeros, so that n times it is exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = (float) (0.693147180559945309 - LN2_HIGH);

  /** Adding it to a small number leaves the nearest integer in the lowest bits. */
  private static final float ROUNDER = 1.5f * (1 << 23);

  /** e^x is not told from 0 below it: 2^−126. */
  private static final float LEAST = -87.3f;

  private static final int PARTIAL_SUMS = 64;

  private final float[] values;
  private final float[] sums = new float[PARTIAL_SUMS];

  SoftmaxF32(int keys) {
    this.values = new float[keys];
  }

  @Override
  public void apply(Elements row, int visible) {
    MemorySegment.copy(row.segment(), FLOAT, 0, values, 0, visible);
    float largest = Float.NEGATIVE_INFINITY;
    for (int t = 0; t < visible; t++) {
      largest = Math.max(largest, values[t]);
    }
    for (int t = 0; t < visible; t++) {
      values[t] = exp(values[t] - largest);
    }
    float factor = 1 / sum(visible);
    for (int t = 0; t < visible; t++) {
      values[t] *= factor;
    }
    int all = Math.toIntExact(row.count());
    Arrays.fill(values, visible, all, 0);
    MemorySegment.copy(values, 0, row.segment(), FLOAT, 0, all);
  }

  private float sum(int count) {
    Arrays.fill(sums, 0);
    int whole = count - count % PARTIAL_SUMS;
    for (int t = 0; t < whole; t += PARTIAL_SUMS) {
      for (int i = 0; i < PARTIAL_SUMS; i++) {
        sums[i] += values[t + i];
      }
    }
    float sum = 0;
    for (int t = whole; t < count; t++) {
      sum += values[t];
    }
    for (float partial : sums) {
      sum += partial;
    }
    return sum;
  }

  /**
   * e^x for x ≤ 0: x = n ln 2 + r, and Taylor's polynomial of degree 7 in r, whose remainder is
   * below (ln 2 / 2)^8 / 8! &lt; 2^−27.
   */
  static float exp(float x) {
    float bounded = Math.max(x, LEAST);
    float shifted = Math.fma(bounded, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
    float p = Math.fma(r, 1f / 5040, 1f / 720);
    p = Math.fma(p, r, 1f / 120);
    p = Math.fma(p, r, 1f / 24);
    p = Math.fma(p, r, 1f / 6);
    p = Math.fma(p, r, 0.5f);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    return p * Float.intBitsToFloat(((int) n + 127) << 23);
  }
}
