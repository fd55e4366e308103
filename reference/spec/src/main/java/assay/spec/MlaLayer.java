package assay.spec;

import assay.numerics.Elements;
import java.util.List;
import java.util.Optional;

/**
 * Multi-head Latent Attention, the whole layer: hidden states in, hidden states out, over a paged
 * latent cache that prefill fills and decode steps extend.
 *
 * <p>For token n of a sequence, at position p = n, with x its hidden state:
 *
 * <pre>
 *   q          = W_Q norm(W_DQ x)  or  W_Q x            [H, E + R], each head nope ‖ rope
 *   q[h]       = q_nope[h] ‖ rope_p(q_rope[h])
 *   c_n ‖ r_n  = stored(norm(latent) ‖ rope_p(key))     of W_DKV x = latent ‖ key
 *   k[h,t]     = W_UK[h] c_t ‖ r_t,  v[h,t] = W_UV[h] c_t
 *   o[h]       = Σ_{t ≤ n} softmax_t(scale · q[h]·k[h,t]) v[h,t]
 *   out        = W_O (o[0] ‖ … ‖ o[H − 1])
 * </pre>
 *
 * <p>Attention reads what the cache stores, also of the step's own tokens; so how tokens are cut
 * into steps changes nothing in exact arithmetic, and neither do page size and {@link
 * AttentionForm}.
 *
 * <p>Shapes: hidden [N, hidden]; out [N, hidden]; cache [N, D + R], the slot of each token. N
 * counts the tokens of all sequences, as {@link TokenSchedule} orders them.
 *
 * <p>Special cases: no tokens give none; a NaN in a token's hidden state gives NaN to it and to the
 * later tokens of its sequence. Error: {@link MlaLayerBound}.
 *
 * <p>Source: DeepSeek-V2, arXiv 2405.04434, section 2.1; norms as in DeepSeek-V3
 * inference/model.py.
 */
public final class MlaLayer implements Operator {

  public static final MlaLayer OPERATOR = new MlaLayer();

  private static final OperatorName NAME = new OperatorName("MlaLayer");

  private MlaLayer() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "out[n] = W_O concat_h Σ_{t≤n} softmax_t(scale · q[n,h]·k[t,h]) W_UV[h] c[t]";
  }

  @Override
  public String source() {
    return "DeepSeek-V2, arXiv 2405.04434, section 2.1";
  }

  /**
   * What a layer has besides its weights.
   *
   * @param normEps of both norms, finite and not negative
   * @param rope turns the rope part of queries and keys; empty where there is none, or where none
   *     of it is turned, as in Kimi-Linear
   * @param softmaxScale finite and positive
   */
  public record Constants(double normEps, Optional<Rope> rope, float softmaxScale) {

    public Constants {
      Require.finiteNotNegative("normEps", normEps);
      Require.finitePositive("softmaxScale", softmaxScale);
    }
  }

  /**
   * One problem.
   *
   * @param hidden [N, hidden]
   * @param schedule has N tokens
   * @param store how the cache keeps its numbers
   * @param form how attention is computed
   */
  public record Problem(
      MlaWeights weights,
      Constants constants,
      Elements hidden,
      TokenSchedule schedule,
      LatentStore store,
      AttentionForm form) {

    public Problem {
      long width = weights.shape().hidden();
      Require.count("hidden", hidden, schedule.tokens() * width);
      int all = weights.shape().rope();
      int turned = constants.rope().map(Rope::width).orElse(all);
      if (turned != all) {
        throw new IllegalArgumentException(
            "rope turns %d features; a key has %d".formatted(turned, all));
      }
    }

    public MlaShape shape() {
      return weights.shape();
    }

    /** N. */
    public int tokens() {
      return schedule.tokens();
    }

    /** The same layer, computed the other way. */
    public Problem withForm(AttentionForm newForm) {
      return new Problem(weights, constants, hidden, schedule, store, newForm);
    }

    /** The same tokens in other steps. */
    public Problem withSchedule(TokenSchedule newSchedule) {
      return new Problem(weights, constants, hidden, newSchedule, store, form);
    }

    /** The same layer over another cache. */
    public Problem withStore(LatentStore newStore) {
      return new Problem(weights, constants, hidden, schedule, newStore, form);
    }

    /** Other hidden states of as many tokens. */
    public Problem withHidden(Elements newHidden) {
      return new Problem(weights, constants, newHidden, schedule, store, form);
    }
  }

  /** The result tensors {@code out} and {@code cache} of {@code problem}. */
  public static Result result(Problem problem, double[] out, double[] cache) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis o = new Tensor.Axis("o", problem.shape().hidden());
    Tensor.Axis d = new Tensor.Axis("d", problem.shape().cacheWidth());
    return Result.of(
        new Tensor("out", List.of(n, o), out), new Tensor("cache", List.of(n, d), cache));
  }
}
