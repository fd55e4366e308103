package assay.verify.diagnosis;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;

/** Numbers as a format has them. */
final class Rounded {

  private Rounded() {}

  static double to(FloatFormat format, double value) {
    Elements one = Elements.allocate(format, 1);
    one.set(0, value);
    return one.get(0);
  }
}
