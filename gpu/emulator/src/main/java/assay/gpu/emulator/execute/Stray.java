package assay.gpu.emulator.execute;

import assay.gpu.emulator.machine.Arithmetic;

/**
 * Moves the results of approximate functions within the error that PTX grants them, the same way
 * for the same input, as a table in hardware would.
 */
final class Stray {

  private static final double MOST = 0x1p53;

  private final Arithmetic arithmetic;

  Stray(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  /** A number within fewer than {@code count} steps between neighbours of {@code exact}. */
  float ulps(float input, double exact, int count) {
    float near = (float) exact;
    if (isFixed(near)) {
      return near;
    }
    long drawn = draw(input);
    boolean up = (drawn & 1) == 0;
    float moved = up ? above(near, exact) : below(near, exact);
    for (long left = (drawn >>> 1) % count; left > 0; left--) {
      moved = up ? Math.nextUp(moved) : Math.nextDown(moved);
    }
    return isFixed(moved) ? near : moved;
  }

  /** A number within {@code 2^exponent · |exact|} of {@code exact}. */
  float relative(float input, double exact, double exponent) {
    return absolute(input, exact, Math.pow(2, exponent) * Math.abs(exact));
  }

  /** A number within {@code bound} of {@code exact}. */
  float absolute(float input, double exact, double bound) {
    float near = (float) exact;
    if (!arithmetic.open() || Float.isNaN(near) || Float.isInfinite(near + input)) {
      return near;
    }
    double part = (draw(input) >>> 11) / MOST * 2 - 1;
    double room = bound - Math.ulp(near) / 2.0;
    float moved = room > 0 ? (float) (exact + part * room) : near;
    return Math.abs(moved - exact) <= bound ? moved : near;
  }

  /** Zeros, infinities and what lies next to them stay. */
  private boolean isFixed(float near) {
    return !arithmetic.open()
        || Float.isNaN(near)
        || Math.abs(near) < 2 * Float.MIN_NORMAL
        || Math.abs(near) > Float.MAX_VALUE / 2;
  }

  private long draw(float input) {
    return arithmetic.draw(Float.floatToRawIntBits(input));
  }

  private static float above(float near, double exact) {
    return near >= exact ? near : Math.nextUp(near);
  }

  private static float below(float near, double exact) {
    return near <= exact ? near : Math.nextDown(near);
  }
}
