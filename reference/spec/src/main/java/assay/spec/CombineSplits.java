package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Merges attention over parts of the keys into attention over all of them.
 *
 * <pre>
 *   lseNats[n] = ln Σ_k exp(lseNats[k,n])
 *   out[n,d]   = Σ_k exp(lseNats[k,n] − lseNats[n]) out[k,n,d]
 * </pre>
 *
 * <p>Shapes: partial out [K, N, D] and lseNats [K, N], out [N, D] and lseNats [N]; N counts rows, B
 * · S · H of {@link PagedMlaDecode}.
 *
 * <p>Special cases: a part whose lse is −∞ is empty and has no weight, whatever its out holds, NaN
 * included; where all are empty out = 0 and lse = −∞; a NaN lse makes its row NaN; a NaN in the out
 * of a part that is not empty makes its own element NaN. +∞ is refused: kernels that write it for
 * an empty row keep another convention, to be converted first.
 *
 * <p>Error: {@link CombineSplitsBound}. Source: Flash-Decoding as in FlashMLA's combine kernel.
 */
public final class CombineSplits implements Operator {

  public static final CombineSplits OPERATOR = new CombineSplits();

  private static final OperatorName NAME = new OperatorName("CombineSplits");

  private CombineSplits() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "out[n,:] = Σ_k exp(lse[k,n] − lse[n]) out[k,n,:], lse[n] = ln Σ_k exp(lse[k,n])";
  }

  @Override
  public String source() {
    return "FlashMLA, csrc combine kernel";
  }

  /**
   * One problem.
   *
   * @param parts K, at least 1
   * @param width D, at least 1
   * @param out [K, N, D], any format
   * @param lseNats [K, N], any format; −∞ for an empty part, never +∞
   */
  public record Problem(int parts, int width, Elements out, Elements lseNats) {

    public Problem {
      Require.atLeast("parts", parts, 1);
      Require.atLeast("width", width, 1);
      Require.rows("lseNats", lseNats, parts);
      Require.count("out", out, lseNats.count() * width);
      for (long i = 0; i < lseNats.count(); i++) {
        if (lseNats.get(i) == Double.POSITIVE_INFINITY) {
          throw new IllegalArgumentException(
              "lseNats[%d] is +Infinity; an empty part has -Infinity".formatted(i));
        }
      }
    }

    /** N. */
    public int rows() {
      return Math.toIntExact(lseNats.count() / parts);
    }
  }

  /** The result tensors {@code out} and {@code lseNats} of {@code problem}. */
  public static Result result(Problem problem, double[] out, double[] lseNats) {
    Tensor.Axis n = new Tensor.Axis("n", problem.rows());
    Tensor.Axis d = new Tensor.Axis("d", problem.width());
    return Result.of(
        new Tensor("out", List.of(n, d), out), new Tensor("lseNats", List.of(n), lseNats));
  }
}
