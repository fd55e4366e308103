package assay.golden;

import assay.numerics.BFloat16;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Random shapes and values, a function of the seed. */
final class Draw {

  private final SplittableRandom random;

  Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A draw for each seed from 0. */
  static Stream<Draw> seeds(int count) {
    return Stream.iterate(0L, seed -> seed + 1).limit(count).map(Draw::new);
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  double gaussian() {
    return random.nextGaussian();
  }

  /** Normal values of bf16, at magnitudes from 2^−20 to 2^20. */
  double[] values(int count) {
    double magnitude = Math.scalb(1.0, between(-20, 20));
    double[] values = new double[count];
    Arrays.setAll(
        values,
        i -> BFloat16.toFloat(BFloat16.fromFloat((float) (magnitude * random.nextGaussian()))));
    return values;
  }

  /** Small integers: sums of their products are exact. */
  double[] integers(int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> between(-3, 3));
    return values;
  }
}
