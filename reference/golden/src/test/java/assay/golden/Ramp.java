package assay.golden;

import assay.spec.Rope;

/** The share of a pair's frequency that YaRN divides, for the tests' own layer. */
final class Ramp {

  private Ramp() {}

  static double share(Rope rope, int i) {
    if (rope.yarn().factor() == 1) {
      return 0;
    }
    double low = Math.max(0, Math.floor(index(rope, rope.yarn().betaFast())));
    double high = Math.min(rope.width() - 1, Math.ceil(index(rope, rope.yarn().betaSlow())));
    return Math.clamp((i - low) / (high == low ? 0.001 : high - low), 0.0, 1.0);
  }

  private static double index(Rope rope, double turns) {
    double logs = Math.log(rope.yarn().originalPositions() / turns / (2 * Math.PI));
    return rope.width() * logs / (2 * Math.log(rope.theta()));
  }
}
