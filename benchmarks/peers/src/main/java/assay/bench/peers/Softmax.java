package assay.bench.peers;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;

/** Softmax of one row in place, which a BLAS does not have. */
interface Softmax {

  /** Turns the first {@code visible} scores of {@code row} into weights, and the rest into 0. */
  void apply(Elements row, int visible);

  /** For rows of up to {@code keys} scores, F32 or binary64. */
  static Softmax of(FloatFormat format, int keys) {
    return switch (format) {
      case F32 -> new SoftmaxF32(keys);
      case F64 -> new SoftmaxF64();
      default ->
          throw new IllegalArgumentException("format is " + format + "; allowed are F32 and F64");
    };
  }
}
