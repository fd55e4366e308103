package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Shapes and values of random attention problems, a function of the seed. */
final class AttentionDraw {

  private static final FloatFormat[] FORMATS = {
    FloatFormat.BF16, FloatFormat.FP16, FloatFormat.F32
  };

  private final SplittableRandom random;
  private final FloatFormat format;
  private final double magnitude;

  AttentionDraw(long seed) {
    this.random = new SplittableRandom(seed);
    this.format = FORMATS[random.nextInt(FORMATS.length)];
    this.magnitude = Math.scalb(1.0, random.nextInt(-3, 3));
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /** Usually some keys; often none, one, or just a tile more or less. */
  int length(int most) {
    int[] edges = {0, 1, 2, 63, 64, 65};
    return coin() ? Math.min(most, edges[random.nextInt(edges.length)]) : between(0, most);
  }

  int[] lengths(int count, int most) {
    int[] lengths = new int[count];
    Arrays.setAll(lengths, b -> length(most));
    return lengths;
  }

  double gaussian() {
    return random.nextGaussian();
  }

  /** Normal numbers of this draw's format and magnitude. */
  Elements normal(int count) {
    Elements elements = Elements.allocate(format, count);
    fill(elements, 0, count);
    return elements;
  }

  /** NaN everywhere. */
  Elements poison(int count) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    return Elements.rounded(format, values);
  }

  void fill(Elements elements, long first, int count) {
    for (long i = first; i < first + count; i++) {
      elements.set(i, magnitude * random.nextGaussian());
    }
  }

  /** 0 to before {@code count}, shuffled. */
  int[] shuffled(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
