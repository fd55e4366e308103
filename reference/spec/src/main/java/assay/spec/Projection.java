package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * A linear layer: the down-, up- and output projections.
 *
 * <pre>
 *   y[n,o] = Σ_i x[n,i] W[o,i]
 * </pre>
 *
 * <p>Shapes: x [N, I], W [O, I], y [N, O]. W may be scaled by blocks, see {@link
 * ProjectionWeights}.
 *
 * <p>Special cases: what IEEE 754 makes of the formula, the weights' products with their scales
 * included. Error: {@link DotBound}. Source: DeepSeek-V2, arXiv 2405.04434, section 2.1.
 */
public final class Projection implements Operator {

  public static final Projection OPERATOR = new Projection();

  private static final OperatorName NAME = new OperatorName("Projection");

  private Projection() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "y[n,o] = Σ_i x[n,i] W[o,i]";
  }

  @Override
  public String source() {
    return "DeepSeek-V2, arXiv 2405.04434, section 2.1";
  }

  /**
   * One problem.
   *
   * @param x [N, I], any format
   * @param weights W [O, I]
   */
  public record Problem(Elements x, ProjectionWeights weights) {

    public Problem {
      Require.rows("x", x, weights.inputs());
    }

    /** N. */
    public int tokens() {
      return Math.toIntExact(x.count() / weights.inputs());
    }
  }

  /** The result tensor {@code y} of {@code problem}. */
  public static Result result(Problem problem, double[] y) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis o = new Tensor.Axis("o", problem.weights().outputs());
    return Result.of(new Tensor("y", List.of(n, o), y));
  }
}
