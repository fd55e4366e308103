package assay.spec;

/**
 * How far an honest {@link RotaryEmbedding} may be from the exact result; docs/numerics.md, lemma
 * 10. So few roundings have no average: hard and statistical budgets are one.
 *
 * <p>Of the contract, {@code scores} is the format of frequencies and angles, {@code weights} that
 * of cos and sin as they meet the features, {@code accumulator} that of products and sums, {@code
 * output} that of y.
 */
public final class RotaryEmbeddingBound {

  /** Power, reciprocal and the product with the position; YaRN's quotient, products and sum. */
  private static final int ROUNDINGS_OF_AN_ANGLE = 4;

  private static final int ROUNDINGS_OF_YARN = 4;

  /** The ramp's quotient, twice where it is subtracted from 1; relative to the faster frequency. */
  private static final int ROUNDINGS_OF_A_RAMP = 4;

  /** Two units in the last place of the function, four unit roundoffs, and two for m. */
  private static final int ROUNDINGS_OF_A_COSINE = 6;

  private final NumericContract contract;
  private final double angleError;
  private final double rampError;
  private final double factorError;

  /** For all pairs of {@code rope}. */
  public RotaryEmbeddingBound(NumericContract contract, Rope rope) {
    this.contract = contract;
    this.angleError = roundingsOfAnAngle(rope) * contract.scores().unitRoundoff();
    this.rampError = ROUNDINGS_OF_A_RAMP * contract.scores().unitRoundoff();
    double products = Roundings.gamma(2, contract.accumulator().unitRoundoff());
    double cosine =
        ROUNDINGS_OF_A_COSINE * contract.accumulator().unitRoundoff()
            + contract.weights().unitRoundoff();
    this.factorError = cosine + products * (1 + cosine);
  }

  /** An exponent −2i/R that is rounded moves the power by ln θ times as much. */
  private static double roundingsOfAnAngle(Rope rope) {
    boolean powerOfTwo = Integer.bitCount(rope.width()) == 1;
    double exponent = powerOfTwo ? 0 : Math.log(rope.theta());
    double yarn = rope.yarn().factor() > 1 ? ROUNDINGS_OF_YARN : 0;
    return ROUNDINGS_OF_AN_ANGLE + exponent + yarn;
  }

  /**
   * One pair at one position.
   *
   * @param angle positions[n] · f_i
   * @param rampAngle positions[n] · θ^(−2i/R) where YaRN mixes two frequencies, 0 elsewhere
   * @param radius m √(x_first² + x_second²)
   */
  public record Pair(double angle, double rampAngle, double radius) {}

  /**
   * Both budgets of one feature.
   *
   * @param value its exact value
   * @param magnitude m times the sum of its two products' magnitudes
   */
  public double budget(Pair pair, double value, double magnitude) {
    if (!Double.isFinite(value)) {
      return 0;
    }
    double error = angleError * Math.abs(pair.angle()) + rampError * Math.abs(pair.rampAngle());
    double turned = Math.min(2, error) * pair.radius();
    double flushed = 3 * contract.accumulator().smallestNormal() * (1 + pair.radius());
    double products = factorError * (magnitude + turned);
    return Roundings.rounded(turned + products + flushed, value, contract.output());
  }
}
