package assay.verify.diagnosis;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.numerics.Float16;
import assay.numerics.FloatFormat;

/** Numbers as a format has them. */
final class Rounded {

  private Rounded() {}

  static double to(FloatFormat format, double value) {
    if (format == FloatFormat.BF16) {
      return BFloat16.toFloat(BFloat16.fromFloat((float) value));
    }
    if (format == FloatFormat.FP16) {
      return Float16.toFloat(Float16.fromFloat((float) value));
    }
    Elements one = Elements.allocate(format, 1);
    one.set(0, value);
    return one.get(0);
  }
}
