package assay.golden;

import assay.spec.Rope;

/**
 * The rotations of a {@link Rope} in binary64.
 *
 * <p>Angles are products in binary64, reduced exactly by {@link StrictMath}; their error stands in
 * docs/numerics.md, lemma 12.
 */
final class Rotation {

  private final Rope rope;
  private final double[] frequencies;
  private final double mscale;

  Rotation(Rope rope) {
    this.rope = rope;
    this.frequencies = new double[rope.pairs()];
    this.mscale = rope.yarn().rotationMscale();
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = rope.yarn().factor() > 1 ? slowed(i) : frequency(i);
    }
  }

  /** Radians of pair {@code i} at {@code position}. */
  double angle(int position, int i) {
    return position * frequencies[i];
  }

  /** The angle before YaRN, for a pair on its ramp; 0 for others. */
  double rampAngle(int position, int i) {
    double ramp = rope.yarn().factor() > 1 ? ramp(i) : 0;
    return ramp > 0 && ramp < 1 ? position * frequency(i) : 0;
  }

  /** Turns the R features from {@code at} on. */
  void apply(int position, double[] x, int at) {
    for (int i = 0; i < frequencies.length; i++) {
      double cosine = mscale * StrictMath.cos(angle(position, i));
      double sine = mscale * StrictMath.sin(angle(position, i));
      int first = at + rope.pairing().first(i, rope.width());
      int second = at + rope.pairing().second(i, rope.width());
      double x1 = x[first];
      double x2 = x[second];
      x[first] = x1 * cosine - x2 * sine;
      x[second] = x1 * sine + x2 * cosine;
    }
  }

  private double frequency(int i) {
    return StrictMath.pow(rope.theta(), -2.0 * i / rope.width());
  }

  private double slowed(int i) {
    double ramp = ramp(i);
    return frequency(i) / rope.yarn().factor() * ramp + frequency(i) * (1 - ramp);
  }

  /** 0 where YaRN leaves a pair's frequency, 1 where it divides it by the factor. */
  private double ramp(int i) {
    double low = Math.max(0, Math.floor(pairTurning(rope.yarn().betaFast())));
    double high = Math.min(rope.width() - 1, Math.ceil(pairTurning(rope.yarn().betaSlow())));
    double length = high == low ? 0.001 : high - low;
    return Math.clamp((i - low) / length, 0.0, 1.0);
  }

  /** The index, not whole, of the pair that turns this often within the original context. */
  private double pairTurning(double turns) {
    double wavelength = rope.yarn().originalPositions() / turns;
    double pairs = rope.width() * StrictMath.log(wavelength / (2 * Math.PI));
    return pairs / (2 * StrictMath.log(rope.theta()));
  }
}
