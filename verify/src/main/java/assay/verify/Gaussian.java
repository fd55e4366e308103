package assay.verify;

import java.util.SplittableRandom;

/** N(0, 1) by Box and Muller, with the same bits on every machine. */
final class Gaussian {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;
  private double spare;
  private boolean hasSpare;

  /** The stream of this number among those of {@code seed}. */
  Gaussian(long seed, int stream) {
    this.random = new SplittableRandom(seed ^ GOLDEN_GAMMA * (stream + 1L));
  }

  double next() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double radius = StrictMath.sqrt(-2 * StrictMath.log1p(-random.nextDouble()));
    double angle = 2 * StrictMath.PI * random.nextDouble();
    spare = radius * StrictMath.sin(angle);
    hasSpare = true;
    return radius * StrictMath.cos(angle);
  }
}
