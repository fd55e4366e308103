package assay.spec;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;

/**
 * How a layer's cache keeps its numbers.
 *
 * @param format what each of them is rounded to, once, to nearest: BF16, FP16, F32 or F64
 * @param pageSize P, slots per page, at least 1
 */
public record LatentStore(FloatFormat format, int pageSize) {

  public LatentStore {
    Require.atLeast("pageSize", pageSize, 1);
    boolean narrow = format == FloatFormat.FP8_E4M3 || format == FloatFormat.FP8_E5M2;
    if (narrow || format == FloatFormat.TF32) {
      throw new IllegalArgumentException(
          "format is " + format + "; it must be BF16, FP16, F32 or F64");
    }
  }

  /**
   * What a later read finds where {@code value} was written; never falls where {@code value} grows.
   */
  public double stored(double value) {
    return Elements.rounded(format, value).get(0);
  }
}
