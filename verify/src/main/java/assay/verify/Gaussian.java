package assay.verify;

import java.util.SplittableRandom;

/** N(0, 1) by Box and Muller, with the same bits on every machine. */
public final class Gaussian {

  private final SplittableRandom random;
  private double spare;
  private boolean hasSpare;

  /** The stream of this number among those of {@code seed}. */
  public Gaussian(long seed, int stream) {
    this.random = new SplittableRandom(mix(mix(seed) + stream));
  }

  /**
   * David Stafford's variant 13 of MurmurHash3's finaliser. Seeds that differ by the generator's
   * own step would give one stream, shifted.
   */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** The next number. */
  public double next() {
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
