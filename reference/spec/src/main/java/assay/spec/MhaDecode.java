package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Decode over a traditional cache, with a key and a value for each of G key-value heads: MHA where
 * G = H, GQA between, MQA where G = 1. The yardstick of latent attention.
 *
 * <p>With g = h / (H / G) the key-value head of query head h, k[b,t,g] and v[b,t,g] its key and
 * value of key token t:
 *
 * <pre>
 *   w[b,s,h,:]     = softmax over the visible t of scale · q[b,s,h]·k[b,t,g]
 *   out[b,s,h,v]   = Σ_t w[b,s,h,t] v[b,t,g,v]
 *   lseNats[b,s,h] = ln Σ_t exp(scale · q[b,s,h]·k[b,t,g])
 * </pre>
 *
 * <p>Key t is visible to query token s when t &lt; T with T = length[b], less S − 1 − s when
 * causal.
 *
 * <p>Shapes: q [B, S, H, E]; keys [pages, P, G, E]; values [pages, P, G, V]; out [B, S, H, V];
 * lseNats [B, S, H]. E is the whole width of a key, with its roped features where it has any.
 *
 * <p>Special cases: no visible key gives out = 0 and lse = −∞; a NaN in the query or in a visible
 * key gives a NaN row, one in a visible value a NaN in its feature of out; slots that no sequence
 * reaches are never read. Error: {@link AttentionBound}.
 *
 * <p>Source: Vaswani et al., arXiv 1706.03762, section 3.2; Shazeer, arXiv 1911.02150 (MQA);
 * Ainslie et al., arXiv 2305.13245 (GQA).
 */
public final class MhaDecode implements Operator {

  public static final MhaDecode OPERATOR = new MhaDecode();

  private static final OperatorName NAME = new OperatorName("MhaDecode");

  private MhaDecode() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "out[b,s,h,:] = Σ_t softmax_t(scale · q[b,s,h]·k[b,t,g(h)]) v[b,t,g(h),:]";
  }

  @Override
  public String source() {
    return "Ainslie et al., arXiv 2305.13245, section 2.2";
  }

  /**
   * One problem.
   *
   * @param queryTokens S, at least 1
   * @param heads H, a multiple of keyValueHeads
   * @param keyValueHeads G, at least 1
   * @param keyWidth E, at least 1
   * @param valueWidth V, at least 1
   * @param query [B, S, H, E]
   * @param table where each sequence's keys and values lie
   * @param keys [pages, P, G, E]
   * @param values [pages, P, G, V]
   * @param scale the softmax scale, finite and positive
   * @param causal whether later query tokens see more keys
   */
  public record Problem(
      int queryTokens,
      int heads,
      int keyValueHeads,
      int keyWidth,
      int valueWidth,
      Elements query,
      PageTable table,
      Elements keys,
      Elements values,
      float scale,
      boolean causal) {

    public Problem {
      Require.atLeast("queryTokens", queryTokens, 1);
      Require.atLeast("heads", heads, 1);
      Require.atLeast("keyValueHeads", keyValueHeads, 1);
      Require.atLeast("keyWidth", keyWidth, 1);
      Require.atLeast("valueWidth", valueWidth, 1);
      if (heads % keyValueHeads != 0) {
        throw new IllegalArgumentException(
            "heads is %d; it must be a multiple of keyValueHeads, %d"
                .formatted(heads, keyValueHeads));
      }
      Require.count("query", query, (long) table.batch() * queryTokens * heads * keyWidth);
      Require.count("keys", keys, table.slots() * keyValueHeads * keyWidth);
      Require.count("values", values, table.slots() * keyValueHeads * valueWidth);
      Require.finitePositive("scale", scale);
    }

    /** H / G: query heads that share a key and a value. */
    public int groupSize() {
      return heads / keyValueHeads;
    }

    /** B. */
    public int batch() {
      return table.batch();
    }

    /** B · S · H. */
    public int rows() {
      return Math.multiplyExact(Math.multiplyExact(batch(), queryTokens), heads);
    }

    /** Where the key of key-value head {@code g} begins in {@link #keys}. */
    public long keyOffset(int b, int t, int g) {
      return (table.slot(b, t) * keyValueHeads + g) * keyWidth;
    }

    /** Where the value of key-value head {@code g} begins in {@link #values}. */
    public long valueOffset(int b, int t, int g) {
      return (table.slot(b, t) * keyValueHeads + g) * valueWidth;
    }

    /** T: how many keys of sequence {@code b} query token {@code s} attends to. */
    public int visible(int b, int s) {
      int hidden = causal ? queryTokens - 1 - s : 0;
      return Math.max(0, table.lengths()[b] - hidden);
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
