package assay.spec;

/**
 * YaRN: a context longer than the one trained on, by slower rotation of the features that turn
 * least, and a larger softmax scale.
 *
 * <p>Between betaSlow and betaFast turns within the original context, a pair's frequency goes
 * linearly, in the pair's index, from divided by the factor to unchanged. Whether to apply it at
 * all, as DeepSeek does only past the original context, is the caller's choice: {@link #NONE} is
 * none.
 *
 * <p>Source: arXiv 2309.00071, sections 3.2 to 3.4; DeepSeek-V3 inference/model.py for
 * mscale_all_dim and for the whole indices at which the ramp begins and ends.
 *
 * @param factor context extension, at least 1; at 1 nothing changes
 * @param originalPositions the context trained on, at least 1
 * @param betaFast turns from which a pair keeps its frequency, positive
 * @param betaSlow turns below which a pair is slowed by the whole factor, positive
 * @param mscale weight of the growth of cos and sin
 * @param mscaleAllDim weight of the growth of the softmax scale, and what {@code mscale} is taken
 *     relative to
 */
public record Yarn(
    double factor,
    int originalPositions,
    double betaFast,
    double betaSlow,
    double mscale,
    double mscaleAllDim) {

  /** No extension. */
  public static final Yarn NONE = new Yarn(1, 4096, 32, 1, 0, 0);

  public Yarn {
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "factor is " + factor + "; it must be finite and at least 1");
    }
    Require.atLeast("originalPositions", originalPositions, 1);
    Require.finitePositive("betaFast", betaFast);
    Require.finitePositive("betaSlow", betaSlow);
    Require.finiteNotNegative("mscale", mscale);
    Require.finiteNotNegative("mscaleAllDim", mscaleAllDim);
  }

  /** As most models publish it: both mscales equal, 4096 positions, 32 to 1 turns. */
  public static Yarn of(double factor, double mscale) {
    return new Yarn(factor, 4096, 32, 1, mscale, mscale);
  }

  /** What queries times keys grow by is its square: 0.1 · mscaleAllDim · ln(factor) + 1. */
  public double softmaxMscale() {
    return growth(mscaleAllDim);
  }

  /** What cos and sin are multiplied by: growth(mscale) / growth(mscaleAllDim). */
  public double rotationMscale() {
    return growth(mscale) / growth(mscaleAllDim);
  }

  private double growth(double weight) {
    return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
  }
}
