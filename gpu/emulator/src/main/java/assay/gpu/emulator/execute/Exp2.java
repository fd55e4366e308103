package assay.gpu.emulator.execute;

/**
 * 2ˣ in binary32 within 1 ulp, exact at integers, 0 at −∞.
 *
 * <p>2ˣ = 2ⁿ · 2^(k/32) · 2ʳ with |r| ≤ 1/64: the middle factor comes from a table, the last from
 * its Taylor series, whose first omitted term is below 2⁻⁴⁴.
 */
final class Exp2 {

  private static final int STEPS = 32;
  private static final double[] TABLE = table();
  private static final double C1 = Math.log(2);
  private static final double C2 = C1 * C1 / 2;
  private static final double C3 = C2 * C1 / 3;
  private static final double C4 = C3 * C1 / 4;
  private static final double C5 = C4 * C1 / 5;

  /** Beyond this, the result is zero or infinity. */
  private static final float LIMIT = 200;

  private Exp2() {}

  private static double[] table() {
    double[] table = new double[STEPS];
    for (int k = 0; k < STEPS; k++) {
      table[k] = Math.pow(2, (double) k / STEPS);
    }
    return table;
  }

  static float of(float x) {
    if (Float.isNaN(x)) {
      return x;
    }
    double bounded = Math.clamp(x, -LIMIT, LIMIT);
    double steps = Math.rint(bounded * STEPS);
    int index = (int) steps;
    double r = bounded - steps / STEPS;
    double series = 1 + r * (C1 + r * (C2 + r * (C3 + r * (C4 + r * C5))));
    double scale = Double.longBitsToDouble(((index >> 5) + 1023L) << 52);
    return (float) (TABLE[index & STEPS - 1] * series * scale);
  }
}
