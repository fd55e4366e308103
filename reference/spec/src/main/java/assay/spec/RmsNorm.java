package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Root-mean-square norm of every token's features.
 *
 * <pre>
 *   y[n,i] = x[n,i] · w[i] / √(eps + (1/I) Σ_j x[n,j]²)
 * </pre>
 *
 * <p>Shapes: x [N, I], w [I], y [N, I].
 *
 * <p>Special cases: a row of zeros stays zero where eps &gt; 0, and is NaN where eps = 0; a NaN or
 * an infinity in x makes its own element NaN, a NaN its whole row, an infinity the rest of its row
 * 0.
 *
 * <p>Error: {@link RmsNormBound}. Source: Zhang and Sennrich 2019, arXiv 1910.07467, section 3; eps
 * as in DeepSeek-V3 inference/model.py.
 */
public final class RmsNorm implements Operator {

  public static final RmsNorm OPERATOR = new RmsNorm();

  private static final OperatorName NAME = new OperatorName("RmsNorm");

  private RmsNorm() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "y[n,i] = x[n,i] · w[i] / √(eps + mean_j x[n,j]²)";
  }

  @Override
  public String source() {
    return "Zhang and Sennrich, arXiv 1910.07467, section 3";
  }

  /**
   * One problem.
   *
   * @param width I, at least 1
   * @param x [N, I], any format
   * @param weight [I], any format
   * @param eps added to the mean square, finite and not negative
   */
  public record Problem(int width, Elements x, Elements weight, double eps) {

    public Problem {
      Require.atLeast("width", width, 1);
      Require.rows("x", x, width);
      Require.count("weight", weight, width);
      Require.finiteNotNegative("eps", eps);
    }

    /** N. */
    public int tokens() {
      return Math.toIntExact(x.count() / width);
    }
  }

  /** The result tensor {@code y} of {@code problem}. */
  public static Result result(Problem problem, double[] y) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis i = new Tensor.Axis("i", problem.width());
    return Result.of(new Tensor("y", List.of(n, i), y));
  }
}
