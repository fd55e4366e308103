package assay.spec;

/**
 * Rotary position embedding of one layer: pair i of R features turns by position · θ^(−2i/R).
 *
 * <p>Source: Su et al., RoFormer, arXiv 2104.09864, section 3.2.2.
 *
 * @param theta θ, finite and at least 1
 * @param pairing which features form a pair
 */
public record RopeParameters(double theta, RopePairing pairing) {

  public RopeParameters {
    if (!(theta >= 1 && theta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "theta is " + theta + "; it must be finite and at least 1");
    }
  }
}
