package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Expanded attention over a ragged batch: every head has keys and values of its own, the key width
 * and the value width differ.
 *
 * <p>Sequence b owns query tokens queryStarts[b] to before queryStarts[b + 1], S_b of them, and key
 * tokens keyStarts[b] to before keyStarts[b + 1], T_b of them. With n a query token of sequence b:
 *
 * <pre>
 *   w[n,h,:]     = softmax over the visible t of scale · q[n,h]·k[t,h]
 *   out[n,h,v]   = Σ_t w[n,h,t] v[t,h,v]
 *   lseNats[n,h] = ln Σ_t exp(scale · q[n,h]·k[t,h])
 * </pre>
 *
 * <p>The i-th query token sees the first T_b keys, less S_b − 1 − i when causal: the mask's
 * bottom-right corner is the newest key and the newest query. Where there are more queries than
 * keys, the earliest see nothing.
 *
 * <p>Shapes: q [N_q, H, E + R]; k [N_k, H, E + R]; v [N_k, H, V]; out [N_q, H, V]; lseNats [N_q,
 * H].
 *
 * <p>Special cases: no visible key gives out = 0 and lse = −∞; a NaN in the query or in a visible
 * key gives a NaN row, one in a visible value a NaN in its feature of out. Error: {@link
 * AttentionBound}.
 *
 * <p>Source: DeepSeek-V2, arXiv 2405.04434, §2.1; ragged layout as in FlashInfer and FlashMLA.
 */
public final class MlaPrefill implements Operator {

  public static final MlaPrefill OPERATOR = new MlaPrefill();

  private static final OperatorName NAME = new OperatorName("MlaPrefill");

  private MlaPrefill() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "out[n,h,:] = Σ_t softmax_t(scale · q[n,h]·k[t,h]) v[t,h,:]";
  }

  @Override
  public String source() {
    return "DeepSeek-V2, arXiv 2405.04434, section 2.1";
  }

  /**
   * One problem.
   *
   * @param heads H, at least 1
   * @param keyWidth E + R, at least 1
   * @param valueWidth V, at least 1
   * @param queryStarts [B + 1] from 0, never falling; the last is N_q; not copied
   * @param keyStarts [B + 1] from 0, never falling; the last is N_k; not copied
   * @param query [N_q, H, E + R]
   * @param keys [N_k, H, E + R]
   * @param values [N_k, H, V]
   * @param scale the softmax scale, finite and positive
   * @param causal whether later query tokens see more keys
   */
  public record Problem(
      int heads,
      int keyWidth,
      int valueWidth,
      int[] queryStarts,
      int[] keyStarts,
      Elements query,
      Elements keys,
      Elements values,
      float scale,
      boolean causal) {

    public Problem {
      Require.atLeast("heads", heads, 1);
      Require.atLeast("keyWidth", keyWidth, 1);
      Require.atLeast("valueWidth", valueWidth, 1);
      Require.starts("queryStarts", queryStarts);
      Require.starts("keyStarts", keyStarts);
      Require.length("keyStarts", keyStarts.length, queryStarts.length);
      long keyTokens = keyStarts[keyStarts.length - 1];
      long queryTokens = queryStarts[queryStarts.length - 1];
      Require.count("query", query, queryTokens * heads * keyWidth);
      Require.count("keys", keys, keyTokens * heads * keyWidth);
      Require.count("values", values, keyTokens * heads * valueWidth);
      Require.finitePositive("scale", scale);
    }

    /** B. */
    public int batch() {
      return queryStarts.length - 1;
    }

    /** N_q. */
    public int tokens() {
      return queryStarts[batch()];
    }

    /** S_b. */
    public int queries(int b) {
      return queryStarts[b + 1] - queryStarts[b];
    }

    /** T_b. */
    public int keys(int b) {
      return keyStarts[b + 1] - keyStarts[b];
    }

    /** N_q · H. */
    public int rows() {
      return Math.multiplyExact(tokens(), heads);
    }

    /** How many keys of sequence {@code b} its {@code i}-th query token attends to. */
    public int visible(int b, int i) {
      int hidden = causal ? queries(b) - 1 - i : 0;
      return Math.max(0, keys(b) - hidden);
    }
  }

  /** The result tensors {@code out} and {@code lseNats} of {@code problem}. */
  public static Result result(Problem problem, double[] out, double[] lseNats) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis h = new Tensor.Axis("h", problem.heads());
    Tensor.Axis v = new Tensor.Axis("v", problem.valueWidth());
    return Result.of(
        new Tensor("out", List.of(n, h, v), out), //
        new Tensor("lseNats", List.of(n, h), lseNats));
  }
}
