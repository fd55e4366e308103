package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Absorbed Multi-head Latent Attention over a paged latent cache.
 *
 * <p>With k[b,t] = latent ‖ rope the slot of key t, and c[b,t] its latent part:
 *
 * <pre>
 *   score[b,s,h,t] = scale · Σ_i q[b,s,h,i] k[b,t,i]        i over D + R
 *   w[b,s,h,:]     = softmax over the visible t
 *   out[b,s,h,d]   = Σ_t w[b,s,h,t] c[b,t,d]
 *   lseNats[b,s,h] = ln Σ_t exp(score[b,s,h,t])
 * </pre>
 *
 * <p>Key t is visible to query token s when t &lt; T with T = length[b], less S − 1 − s when causal
 * (the mask's bottom-right corner is the newest key and the newest query).
 *
 * <p>Shapes: q [B, S, H, D + R]; cache as in {@link PagedLatentCache}; out [B, S, H, D]; lseNats
 * [B, S, H].
 *
 * <p>D here is how many of a key's features are also its value. DeepSeek V4 takes the whole key for
 * the value: D = 512 and R = 0, over a layout that stores 448 + 64.
 *
 * <p>Special cases: no visible key gives out = 0 and lse = −∞; a NaN in the query or in a visible
 * key gives a NaN row. Error: {@link AttentionBound}.
 *
 * <p>Source: DeepSeek-V2, arXiv 2405.04434, §2.1; cache layout as in FlashMLA.
 */
public final class PagedMlaDecode implements Operator {

  public static final PagedMlaDecode OPERATOR = new PagedMlaDecode();

  private static final OperatorName NAME = new OperatorName("PagedMlaDecode");

  private PagedMlaDecode() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "out[b,s,h,:] = Σ_t softmax_t(scale · q[b,s,h]·k[b,t]) c[b,t,:]";
  }

  @Override
  public String source() {
    return "DeepSeek-V2, arXiv 2405.04434, section 2.1";
  }

  /**
   * One problem.
   *
   * @param queryTokens S, at least 1
   * @param heads H, at least 1
   * @param latent D, the features that are values too, at least 1
   * @param rope R, at least 0
   * @param query [B, S, H, D + R]; not copied
   * @param cache its width is D + R, in any layout
   * @param scale the softmax scale, finite and positive
   * @param causal whether later query tokens see more keys
   */
  public record Problem(
      int queryTokens,
      int heads,
      int latent,
      int rope,
      Elements query,
      PagedLatentCache cache,
      float scale,
      boolean causal) {

    public Problem {
      Require.atLeast("queryTokens", queryTokens, 1);
      Require.atLeast("heads", heads, 1);
      Require.atLeast("latent", latent, 1);
      Require.atLeast("rope", rope, 0);
      if (cache.width() != latent + rope) {
        throw new IllegalArgumentException(
            "cache width is %d; latent + rope is %d".formatted(cache.width(), latent + rope));
      }
      long count = (long) cache.batch() * queryTokens * heads * (latent + rope);
      Require.count("query", query, count);
      Require.finitePositive("scale", scale);
    }

    /** The same queries over another cache. */
    public Problem withCache(PagedLatentCache newCache) {
      return new Problem(queryTokens, heads, latent, rope, query, newCache, scale, causal);
    }

    /** Other queries, and their scale, over the same cache. */
    public Problem withQuery(Elements newQuery, float newScale) {
      return new Problem(queryTokens, heads, latent, rope, newQuery, cache, newScale, causal);
    }

    /** B, the number of sequences. */
    public int batch() {
      return cache.batch();
    }

    /** D + R. */
    public int width() {
      return latent + rope;
    }

    /** B · S · H. */
    public int rows() {
      return Math.multiplyExact(Math.multiplyExact(batch(), queryTokens), heads);
    }

    /** T: how many keys of sequence {@code b} query token {@code s} attends to. */
    public int visible(int b, int s) {
      int hidden = causal ? queryTokens - 1 - s : 0;
      return Math.max(0, cache.lengths()[b] - hidden);
    }
  }

  /** The result tensors {@code out} and {@code lseNats} of {@code problem}. */
  public static Result result(Problem problem, double[] out, double[] lseNats) {
    Tensor.Axis b = new Tensor.Axis("b", problem.batch());
    Tensor.Axis s = new Tensor.Axis("s", problem.queryTokens());
    Tensor.Axis h = new Tensor.Axis("h", problem.heads());
    Tensor.Axis d = new Tensor.Axis("d", problem.latent());
    return Result.of(
        new Tensor("out", List.of(b, s, h, d), out),
        new Tensor("lseNats", List.of(b, s, h), lseNats));
  }
}
