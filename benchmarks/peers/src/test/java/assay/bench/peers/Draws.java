package assay.bench.peers;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.SplittableRandom;

/** Random numbers outside the heap. */
final class Draws {

  private Draws() {}

  static Elements normal(FloatFormat format, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return NativeElements.of(format, count, i -> random.nextGaussian());
  }
}
