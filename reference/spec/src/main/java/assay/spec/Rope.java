package assay.spec;

/**
 * How a model turns positions into rotations.
 *
 * @param width R, even, at least 2
 * @param pairing which features turn together
 * @param theta base of the frequencies, finite and above 1: pair i turns θ^(−2i/R) a position
 * @param yarn slows some pairs; {@link Yarn#NONE} none
 */
public record Rope(int width, RopePairing pairing, double theta, Yarn yarn) {

  public Rope {
    Require.atLeast("width", width, 2);
    if (width % 2 != 0) {
      throw new IllegalArgumentException("width is " + width + "; it must be even");
    }
    if (!(theta > 1 && theta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("theta is " + theta + "; it must be finite and above 1");
    }
  }

  /** R / 2. */
  public int pairs() {
    return width / 2;
  }
}
