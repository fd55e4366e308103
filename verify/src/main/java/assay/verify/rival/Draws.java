package assay.verify.rival;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.verify.Gaussian;

/** Tensors of normal numbers; each has a stream of its own. */
final class Draws {

  private final long seed;
  private int streams;

  Draws(long seed) {
    this.seed = seed;
  }

  /** N(0, deviation²), rounded to the format. */
  Elements normal(FloatFormat format, int count, double deviation) {
    Gaussian gaussian = new Gaussian(seed, ++streams);
    Elements elements = Elements.allocate(format, count);
    for (int i = 0; i < count; i++) {
      elements.set(i, deviation * gaussian.next());
    }
    return elements;
  }
}
