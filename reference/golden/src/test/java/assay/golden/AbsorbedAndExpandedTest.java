package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import org.junit.jupiter.api.Test;

/** The absorbed form computes what per-head keys and values compute. */
final class AbsorbedAndExpandedTest {

  private static final float SCALE = 1 / 64f;

  private final ExpandedAttention expanded = ExpandedAttention.random(5, 12, 8, 16, 6, 37, 1);

  @Test
  void absorbedAndExpandedAgree() {
    for (int h = 0; h < expanded.heads(); h++) {
      assertTrue(headroom(h, h) <= 1);
    }
  }

  @Test
  void theWrongHeadsValuesAreSeen() {
    assertTrue(headroom(0, 1) > 1);
  }

  /**
   * Error of W_UV · out of head {@code h} over its bound: each side may be one binary64 budget off
   * in every latent feature.
   */
  private double headroom(int h, int valueHead) {
    Expectation absorbed =
        PagedMlaDecodeReference.create().expect(problem(), NumericContract.BINARY64);
    double[] out = absorbed.result().tensor("out").values();
    double[] budget = absorbed.budgets().getFirst().hard();
    double[] values = expanded.attend(h, SCALE);
    double worst = 0;
    for (int v = 0; v < values.length; v++) {
      double projected = 0;
      double bound = 0;
      for (int d = 0; d < expanded.latentWidth(); d++) {
        double weight = expanded.out()[valueHead][v][d];
        projected += weight * out[h * expanded.latentWidth() + d];
        bound += 2 * Math.abs(weight) * budget[h * expanded.latentWidth() + d];
      }
      worst = Math.max(worst, Math.abs(projected - values[v]) / bound);
    }
    return worst;
  }

  private Problem problem() {
    int width = expanded.latentWidth() + expanded.keyRope()[0].length;
    int keys = expanded.latents().length;
    short[] query = new short[expanded.heads() * width];
    short[] slots = new short[keys * width];
    for (int h = 0; h < expanded.heads(); h++) {
      join(expanded.absorbedQuery(h), expanded.queryRope()[h], query, h * width);
    }
    for (int t = 0; t < keys; t++) {
      join(expanded.latents()[t], expanded.keyRope()[t], slots, t * width);
    }
    PagedLatentCache cache =
        PagedLatentCache.ofBFloat16(keys, width, slots, 1, new int[] {0}, new int[] {keys});
    return new Problem(
        1,
        expanded.heads(),
        expanded.latentWidth(),
        expanded.keyRope()[0].length,
        Elements.ofBFloat16(query),
        cache,
        SCALE,
        false);
  }

  private static void join(double[] latent, double[] rope, short[] target, int offset) {
    for (int i = 0; i < latent.length + rope.length; i++) {
      double value = i < latent.length ? latent[i] : rope[i - latent.length];
      target[offset + i] = BFloat16.fromDouble(value);
    }
  }
}
