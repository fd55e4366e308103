package assay.numerics;

/**
 * Rounding to odd: towards zero, with the last bit set where something was cut off.
 *
 * <p>Rounding the outcome again, to a format at least two bits shorter, gives the same as rounding
 * once. Source: Boldo and Melquiond, IEEE Trans. Computers 57(4), 2008.
 */
final class OddRounding {

  private OddRounding() {}

  static float toFloat(double value) {
    float nearest = (float) value;
    boolean exact = nearest == value || Double.isNaN(value);
    if (exact) {
      return nearest;
    }
    boolean awayFromZero = Math.abs((double) nearest) > Math.abs(value);
    int bits = Float.floatToRawIntBits(nearest) - (awayFromZero ? 1 : 0);
    return Float.intBitsToFloat(bits | 1);
  }
}
