package assay.spec;

import assay.numerics.Elements;
import java.util.List;

/**
 * Keys and values of each head, rebuilt from what the latent cache holds of a token, latent ‖ rope.
 *
 * <pre>
 *   k[n,h,e]     = Σ_d slots[n,d] W_UK[h,e,d]
 *   k[n,h,E + r] = slots[n,D + r]                 the same for every head
 *   v[n,h,v]     = Σ_d slots[n,d] W_UV[h,v,d]
 * </pre>
 *
 * <p>Shapes: slots [N, D + R]; W_UK and W_UV as in {@link LatentUp}; k [N, h, E + R] and v [N, h,
 * V] of the heads asked for.
 *
 * <p>Special cases: what IEEE 754 makes of the formula. Error: {@link DotBound} over D terms; a
 * copied feature costs the output's rounding. Source: DeepSeek-V2, arXiv 2405.04434, section 2.1.
 */
public final class DecompressHeads implements Operator {

  public static final DecompressHeads OPERATOR = new DecompressHeads();

  private static final OperatorName NAME = new OperatorName("DecompressHeads");

  private DecompressHeads() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "k[n,h,:] = W_UK[h] c[n] ‖ rope[n], v[n,h,:] = W_UV[h] c[n]";
  }

  @Override
  public String source() {
    return "DeepSeek-V2, arXiv 2405.04434, section 2.1";
  }

  /**
   * One problem.
   *
   * @param up W_UK and W_UV
   * @param rope R, at least 0
   * @param slots [N, D + R], any format
   * @param firstHead the first head asked for
   * @param headCount how many, at least 1
   */
  public record Problem(LatentUp up, int rope, Elements slots, int firstHead, int headCount) {

    public Problem {
      Require.atLeast("rope", rope, 0);
      Require.rows("slots", slots, up.latent() + (long) rope);
      Require.atLeast("firstHead", firstHead, 0);
      Require.atLeast("headCount", headCount, 1);
      if (headCount > up.heads() - firstHead) {
        throw new IllegalArgumentException(
            "headCount is %d from head %d; there are %d heads"
                .formatted(headCount, firstHead, up.heads()));
      }
    }

    /** All heads. */
    public static Problem allHeads(LatentUp up, int rope, Elements slots) {
      return new Problem(up, rope, slots, 0, up.heads());
    }

    /** The same for head {@code h} alone. */
    public Problem head(int h) {
      return new Problem(up, rope, slots, h, 1);
    }

    /** N. */
    public int tokens() {
      return Math.toIntExact(slots.count() / slotWidth());
    }

    /** D + R. */
    public int slotWidth() {
      return up.latent() + rope;
    }

    /** E + R. */
    public int keyWidth() {
      return up.nope() + rope;
    }
  }

  /** The result tensors {@code k} and {@code v} of {@code problem}. */
  public static Result result(Problem problem, double[] k, double[] v) {
    Tensor.Axis n = new Tensor.Axis("n", problem.tokens());
    Tensor.Axis h = new Tensor.Axis("h", problem.headCount());
    Tensor.Axis i = new Tensor.Axis("i", problem.keyWidth());
    Tensor.Axis value = new Tensor.Axis("v", problem.up().value());
    return Result.of(
        new Tensor("k", List.of(n, h, i), k), new Tensor("v", List.of(n, h, value), v));
  }
}
