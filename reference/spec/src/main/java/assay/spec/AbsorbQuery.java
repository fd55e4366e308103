package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Queries carried into latent space, as {@link PagedMlaDecode} takes them.
 *
 * <p>A head's query is nope ‖ rope; its roped features pass unchanged:
 *
 * <pre>
 *   q[n,h,d]     = Σ_e query[n,h,e] W_UK[h,e,d]
 *   q[n,h,D + r] = query[n,h,E + r]
 * </pre>
 *
 * <p>Shapes: query [N, H, E + R], W_UK as in {@link LatentUp}, q [N, H, D + R]; N counts the query
 * tokens of all sequences.
 *
 * <p>Special cases: what IEEE 754 makes of the formula. Error: {@link DotBound} over E terms; a
 * copied feature costs the output's rounding. Source: DeepSeek-V2, arXiv 2405.04434, section 2.1.
 */
public final class AbsorbQuery implements Operator {

  public static final AbsorbQuery OPERATOR = new AbsorbQuery();

  private static final OperatorName NAME = new OperatorName("AbsorbQuery");

  private AbsorbQuery() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "q[n,h,:] = Σ_e query[n,h,e] W_UK[h,e,:] ‖ roped query[n,h,:]";
  }

  @Override
  public String source() {
    return "DeepSeek-V2, arXiv 2405.04434, section 2.1";
  }

  /**
   * One problem.
   *
   * @param up holds W_UK
   * @param rope R, at least 0
   * @param query [N, H, E + R], any format
   */
  public record Problem(LatentUp up, int rope, Elements query) {

    public Problem {
      Require.atLeast("rope", rope, 0);
      Require.rows("query", query, (long) up.heads() * (up.nope() + rope));
    }

    /** N. */
    public int tokens() {
      return Math.toIntExact(query.count() / ((long) up.heads() * keyWidth()));
    }

    /** E + R. */
    public int keyWidth() {
      return up.nope() + rope;
    }

    /** D + R. */
    public int width() {
      return up.latent() + rope;
    }
  }

  /** The result tensor {@code q} of {@code problem}. */
  public static Result result(Problem problem, double[] q) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis h = new Tensor.Axis("h", problem.up().heads());
    Tensor.Axis i = new Tensor.Axis("i", problem.width());
    return Result.of(new Tensor("q", List.of(n, h, i), q));
  }
}
