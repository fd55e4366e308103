package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Rotary position embedding: each pair of features is turned by an angle proportional to the
 * token's position.
 *
 * <pre>
 *   a        = positions[n] · f_i,  f_i = θ^(−2i/R), or what YaRN makes of it
 *   y_first  = m (x_first cos a − x_second sin a)
 *   y_second = m (x_first sin a + x_second cos a)
 * </pre>
 *
 * <p>for pair i as {@link RopePairing} says, with m of {@link Yarn#rotationMscale}.
 *
 * <p>Shapes: x [N, H, R], positions [N], y [N, H, R]; one shared key is H = 1. Positions are any
 * int; a negative one turns back.
 *
 * <p>Special cases: a NaN or an infinity in x reaches its own pair only. Error: {@link
 * RotaryEmbeddingBound}. Source: RoFormer, arXiv 2104.09864, section 3.2; {@link Yarn}.
 */
public final class RotaryEmbedding implements Operator {

  public static final RotaryEmbedding OPERATOR = new RotaryEmbedding();

  private static final OperatorName NAME = new OperatorName("RotaryEmbedding");

  private RotaryEmbedding() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "y[n,h,:] = x[n,h,:], pair i turned by positions[n] · θ^(−2i/R)";
  }

  @Override
  public String source() {
    return "RoFormer, arXiv 2104.09864, section 3.2";
  }

  /**
   * One problem.
   *
   * @param rope widths and frequencies
   * @param heads H, at least 1
   * @param x [N, H, R], any format
   * @param positions [N]; not copied
   */
  public record Problem(Rope rope, int heads, Elements x, int[] positions) {

    public Problem {
      Require.atLeast("heads", heads, 1);
      Require.count("x", x, (long) positions.length * heads * rope.width());
    }

    /** N. */
    public int tokens() {
      return positions.length;
    }
  }

  /** The result tensor {@code y} of {@code problem}. */
  public static Result result(Problem problem, double[] y) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis h = new Tensor.Axis("h", problem.heads());
    Tensor.Axis r = new Tensor.Axis("r", problem.rope().width());
    return Result.of(new Tensor("y", List.of(n, h, r), y));
  }
}
