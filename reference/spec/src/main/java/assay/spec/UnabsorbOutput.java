package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Attention's outputs carried out of latent space, into each head's values.
 *
 * <pre>
 *   out[n,h,v] = Σ_d latentOut[n,h,d] W_UV[h,v,d]
 * </pre>
 *
 * <p>Shapes: latentOut [N, H, D], as {@link PagedMlaDecode} gives it for N query tokens; W_UV as in
 * {@link LatentUp}; out [N, H, V].
 *
 * <p>Special cases: what IEEE 754 makes of the formula. Error: {@link DotBound} over D terms.
 * Source: DeepSeek-V2, arXiv 2405.04434, section 2.1.
 */
public final class UnabsorbOutput implements Operator {

  public static final UnabsorbOutput OPERATOR = new UnabsorbOutput();

  private static final OperatorName NAME = new OperatorName("UnabsorbOutput");

  private UnabsorbOutput() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "out[n,h,v] = Σ_d latentOut[n,h,d] W_UV[h,v,d]";
  }

  @Override
  public String source() {
    return "DeepSeek-V2, arXiv 2405.04434, section 2.1";
  }

  /**
   * One problem.
   *
   * @param up holds W_UV
   * @param latentOut [N, H, D], any format
   */
  public record Problem(LatentUp up, Elements latentOut) {

    public Problem {
      Require.rows("latentOut", latentOut, (long) up.heads() * up.latent());
    }

    /** N. */
    public int tokens() {
      return Math.toIntExact(latentOut.count() / ((long) up.heads() * up.latent()));
    }
  }

  /** The result tensor {@code out} of {@code problem}. */
  public static Result result(Problem problem, double[] out) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis h = new Tensor.Axis("h", problem.up().heads());
    Tensor.Axis v = new Tensor.Axis("v", problem.up().value());
    return Result.of(new Tensor("out", List.of(n, h, v), out));
  }
}
