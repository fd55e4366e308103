package assay.golden;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.numbers.core.Sum;

/**
 * Attention as the paper first writes it: every head has keys W_UK c ‖ rope and values W_UV c of
 * its own. All inputs are small integers, so that absorbing W_UK into the query is exact in bf16
 * and every key, score and value is exact in binary64.
 *
 * @param queryNope [H, N]
 * @param queryRope [H, R]
 * @param up [H, N, D], W_UK
 * @param out [H, V, D], W_UV
 * @param latents [T, D]
 * @param keyRope [T, R]
 */
record ExpandedAttention(
    double[][] queryNope,
    double[][] queryRope,
    double[][][] up,
    double[][][] out,
    double[][] latents,
    double[][] keyRope) {

  static ExpandedAttention random(
      int heads, int nope, int rope, int latent, int value, int keys, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ExpandedAttention(
        integers(random, heads, nope),
        integers(random, heads, rope),
        stack(random, heads, nope, latent),
        stack(random, heads, value, latent),
        integers(random, keys, latent),
        integers(random, keys, rope));
  }

  int heads() {
    return queryNope.length;
  }

  int latentWidth() {
    return latents[0].length;
  }

  /** q_nope W_UK of head {@code h}, [D]. */
  double[] absorbedQuery(int h) {
    double[] absorbed = new double[latentWidth()];
    for (int n = 0; n < queryNope[h].length; n++) {
      for (int d = 0; d < absorbed.length; d++) {
        absorbed[d] += queryNope[h][n] * up[h][n][d];
      }
    }
    return absorbed;
  }

  /** Σ_t softmax_t(scale · q·k) v_t of head {@code h}, [V]. */
  double[] attend(int h, double scale) {
    double[] weights = new double[latents.length];
    for (int t = 0; t < weights.length; t++) {
      double[] key = times(up[h], latents[t]);
      weights[t] = scale * (dot(queryNope[h], key) + dot(queryRope[h], keyRope[t]));
    }
    double largest = Arrays.stream(weights).max().orElseThrow();
    Arrays.setAll(weights, t -> StrictMath.exp(weights[t] - largest));
    Sum[] sums = new Sum[out[h].length];
    Arrays.setAll(sums, v -> Sum.create());
    for (int t = 0; t < weights.length; t++) {
      double[] value = times(out[h], latents[t]);
      for (int v = 0; v < value.length; v++) {
        sums[v].addProduct(weights[t], value[v]);
      }
    }
    double total = Sum.of(weights).getAsDouble();
    return Arrays.stream(sums).mapToDouble(sum -> sum.getAsDouble() / total).toArray();
  }

  private static double[] times(double[][] matrix, double[] x) {
    return Arrays.stream(matrix).mapToDouble(row -> dot(row, x)).toArray();
  }

  private static double dot(double[] x, double[] y) {
    return Sum.ofProducts(x, y).getAsDouble();
  }

  private static double[][][] stack(RandomGenerator random, int count, int rows, int columns) {
    double[][][] stack = new double[count][][];
    Arrays.setAll(stack, i -> integers(random, rows, columns));
    return stack;
  }

  private static double[][] integers(RandomGenerator random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, i -> random.nextInt(-3, 4));
    }
    return matrix;
  }
}
