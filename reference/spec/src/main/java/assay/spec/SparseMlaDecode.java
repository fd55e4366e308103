package assay.spec;

import assay.numerics.Elements;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Absorbed decode over chosen keys: each query token lists the cache slots that it attends to, and
 * each head may have a sink, a logit in the normaliser that has no value.
 *
 * <p>With c[j] slot j of the pool, k[j] its D + R features, v[j] its first V, and j over the valid
 * ones among the first count[b,s] entries of indices[b,s]:
 *
 * <pre>
 *   out[b,s,h,v]   = Σ_j exp(score[j]) v[j,v] / (exp(sink[h]) + Σ_j exp(score[j]))
 *   lseNats[b,s,h] = ln Σ_j exp(score[j])                score[j] = scale · q[b,s,h]·k[j]
 * </pre>
 *
 * <p>A slot listed twice counts twice, as in FlashMLA's kernels, which read the list as it stands.
 * The lse leaves the sink out, as FlashMLA's does; FlashInfer's for sm120 has it in, which is a
 * {@link Convention}.
 *
 * <p>Shapes: q [B, S, H, D + R]; indices [B, S, K]; counts [B, S]; sinks [H]; out [B, S, H, V];
 * lseNats [B, S, H]. V is D, or D + R where keys and values are the same.
 *
 * <p>Special cases: no valid entry gives out = 0 and lse = −∞, with whatever sink; a sink of −∞ is
 * none, one of +∞ gives out = 0; a NaN in the query or a listed slot gives a NaN row, one in the
 * sink a NaN out; other slots are never read. Error: {@link AttentionBound}.
 *
 * <p>Source: DeepSeek-V3.2 technical report, section 2.1; FlashMLA flash_mla_interface.py, {@code
 * flash_mla_with_kvcache}.
 */
public final class SparseMlaDecode implements Operator {

  public static final SparseMlaDecode OPERATOR = new SparseMlaDecode();

  private static final OperatorName NAME = new OperatorName("SparseMlaDecode");

  private SparseMlaDecode() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "out[b,s,h,:] = Σ_j exp(scale · q[b,s,h]·k[j]) v[j,:] / (exp(sink[h]) + Σ_j exp(..))";
  }

  @Override
  public String source() {
    return "DeepSeek-V3.2 technical report, section 2.1; FlashMLA flash_mla_interface.py";
  }

  /**
   * The keys that each query token attends to.
   *
   * @param listed K, entries per query token
   * @param indices [B, S, K], page · P + offset within it; not copied
   * @param counts [B, S], how many of the K entries count; not copied
   * @param rule which entries stand for no slot
   */
  public record Selection(int listed, int[] indices, int[] counts, InvalidIndexRule rule) {

    public Selection {
      Require.atLeast("listed", listed, 0);
      Require.length("indices", indices.length, (long) counts.length * listed);
      for (int row = 0; row < counts.length; row++) {
        if (counts[row] < 0 || counts[row] > listed) {
          throw new IllegalArgumentException(
              "counts[%d] is %d; it must be in [0, %d]".formatted(row, counts[row], listed));
        }
      }
    }

    /** All of {@code listed} entries count. */
    public static Selection of(int listed, int[] indices, InvalidIndexRule rule) {
      int[] counts = new int[listed == 0 ? 0 : indices.length / listed];
      Arrays.fill(counts, listed);
      return new Selection(listed, indices, counts, rule);
    }

    /** The valid slots of query token {@code token}, counted over B · S, as they are listed. */
    public int[] slots(int token, long pool) {
      int first = token * listed;
      return IntStream.range(first, first + counts[token])
          .filter(i -> rule.isValid("indices[" + i + "]", indices[i], pool))
          .map(i -> indices[i])
          .toArray();
    }
  }

  /**
   * One problem.
   *
   * @param batch B, at least 0
   * @param queryTokens S, at least 1
   * @param heads H, at least 1
   * @param latent D, at least 1
   * @param rope R, at least 0
   * @param valueWidth V, D or D + R
   * @param query [B, S, H, D + R]
   * @param cache the pool; its page table and lengths have no part here
   * @param selection the keys attended to
   * @param sinks [H] in nats, −∞ for none; not copied
   * @param scale the softmax scale, finite and positive
   */
  public record Problem(
      int batch,
      int queryTokens,
      int heads,
      int latent,
      int rope,
      int valueWidth,
      Elements query,
      PagedLatentCache cache,
      Selection selection,
      float[] sinks,
      float scale) {

    public Problem {
      Require.atLeast("batch", batch, 0);
      Require.atLeast("queryTokens", queryTokens, 1);
      Require.atLeast("heads", heads, 1);
      Require.atLeast("latent", latent, 1);
      Require.atLeast("rope", rope, 0);
      if (cache.width() != latent + rope) {
        throw new IllegalArgumentException(
            "cache width is %d; latent + rope is %d".formatted(cache.width(), latent + rope));
      }
      if (valueWidth != latent && valueWidth != latent + rope) {
        throw new IllegalArgumentException(
            "valueWidth is %d; it must be %d or %d".formatted(valueWidth, latent, latent + rope));
      }
      int tokens = Math.multiplyExact(batch, queryTokens);
      Require.count("query", query, (long) tokens * heads * (latent + rope));
      Require.length("counts", selection.counts().length, tokens);
      Require.length("sinks", sinks.length, heads);
      Require.finitePositive("scale", scale);
      long pool = (long) cache.pages() * cache.pageSize();
      for (int token = 0; token < tokens; token++) {
        var _ = selection.slots(token, pool);
      }
    }

    /** No sinks. */
    public static float[] noSinks(int heads) {
      float[] sinks = new float[heads];
      Arrays.fill(sinks, Float.NEGATIVE_INFINITY);
      return sinks;
    }

    /** The same over other keys. */
    public Problem withSelection(Selection other) {
      return new Problem(
          batch, queryTokens, heads, latent, rope, valueWidth, query, cache, other, sinks, scale);
    }

    /** The same with other sinks. */
    public Problem withSinks(float... other) {
      return new Problem(
          batch,
          queryTokens,
          heads,
          latent,
          rope,
          valueWidth,
          query,
          cache,
          selection,
          other,
          scale);
    }

    /** D + R. */
    public int width() {
      return latent + rope;
    }

    /** B · S · H. */
    public int rows() {
      return Math.multiplyExact(batch * queryTokens, heads);
    }

    /** The valid slots of query token {@code token}, counted over B · S, as they are listed. */
    public int[] slots(int token) {
      return selection.slots(token, (long) cache.pages() * cache.pageSize());
    }
  }

  /** The result tensors {@code out} and {@code lseNats} of {@code problem}. */
  public static Result result(Problem problem, double[] out, double[] lseNats) {
    Tensor.Axis b = new Tensor.Axis("b", problem.batch());
    Tensor.Axis s = new Tensor.Axis("s", problem.queryTokens());
    Tensor.Axis h = new Tensor.Axis("h", problem.heads());
    Tensor.Axis v = new Tensor.Axis("v", problem.valueWidth());
    return Result.of(
        new Tensor("out", List.of(b, s, h, v), out),
        new Tensor("lseNats", List.of(b, s, h), lseNats));
  }
}
