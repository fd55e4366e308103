package assay.gpu.kernels;

import assay.spec.Rope;
import assay.spec.Yarn;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cosines and sines of every position and pair, times YaRN's factor, from angles in binary64.
 *
 * @param cosines [N, R / 2]
 * @param sines [N, R / 2]
 */
record RotationTable(float[] cosines, float[] sines) {

  /** Of no position. */
  static final RotationTable NONE = new RotationTable(new float[0], new float[0]);

  /** Of positions 0 to before {@code count}. */
  static RotationTable ofFirst(int count, Rope rope) {
    return of(rope, IntStream.range(0, count).toArray());
  }

  static RotationTable of(Rope rope, int... positions) {
    double[] radians = radiansPerPosition(rope);
    double factor = rope.yarn().rotationMscale();
    float[] cosines = new float[positions.length * radians.length];
    float[] sines = new float[cosines.length];
    for (int i = 0; i < cosines.length; i++) {
      double angle = positions[i / radians.length] * radians[i % radians.length];
      cosines[i] = (float) (factor * StrictMath.cos(angle));
      sines[i] = (float) (factor * StrictMath.sin(angle));
    }
    return new RotationTable(cosines, sines);
  }

  private static double[] radiansPerPosition(Rope rope) {
    double[] radians = new double[rope.pairs()];
    Arrays.setAll(radians, i -> StrictMath.pow(rope.theta(), -2.0 * i / rope.width()));
    if (rope.yarn().factor() > 1) {
      double first = Math.max(0, Math.floor(pairThatTurns(rope, rope.yarn().betaFast())));
      double last =
          Math.min(rope.width() - 1, Math.ceil(pairThatTurns(rope, rope.yarn().betaSlow())));
      for (int i = 0; i < radians.length; i++) {
        radians[i] = slowed(radians[i], rope.yarn(), slowness(i, first, last));
      }
    }
    return radians;
  }

  private static double slowed(double radians, Yarn yarn, double slowness) {
    return slowness * (radians / yarn.factor()) + (1 - slowness) * radians;
  }

  /** 0 up to the first pair of the ramp, 1 from the last on; a ramp of no length is a step. */
  private static double slowness(int pair, double first, double last) {
    double length = first == last ? 0.001 : last - first;
    return Math.clamp((pair - first) / length, 0.0, 1.0);
  }

  /** Which pair, between two, turns so often within the original context. */
  private static double pairThatTurns(Rope rope, double turns) {
    double slowest = rope.yarn().originalPositions() / (2 * Math.PI * turns);
    return rope.pairs() * StrictMath.log(slowest) / StrictMath.log(rope.theta());
  }
}
