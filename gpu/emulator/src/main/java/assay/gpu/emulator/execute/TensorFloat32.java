package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.Shape;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;

/**
 * Binary32 to tf32, which has its sign, exponent and ten leading fraction bits; the others become
 * 0. PTX ISA 9.7.9.21.
 */
final class TensorFloat32 {

  /** The bits that tf32 does not have. */
  private static final int DROPPED = (1 << 13) - 1;

  private static final int HALF = 1 << 12;
  private static final int INFINITY = 0x7f800000;

  private TensorFloat32() {}

  static void define(Forms forms) {
    forms.map("9.7.9.21", "cvt.rna{,.satfinite}.tf32.f32", Shape.W_W, TensorFloat32::convert);
    forms.map("9.7.9.21", "cvt{.rn,.rz}{,.relu}.tf32.f32", Shape.W_W, TensorFloat32::convert);
  }

  private static WordFromWord.Op convert(Form form) {
    boolean relu = form.has("relu");
    boolean finite = form.has("satfinite");
    WordFromWord.Op excess = excess(form);
    return bits -> {
      if (Float.isNaN(Float32.of(bits))) {
        return Float32.NAN;
      }
      if (relu && bits < 0) {
        return 0;
      }
      int sign = bits & Integer.MIN_VALUE;
      int magnitude = bits & Integer.MAX_VALUE;
      int rounded = Math.min(magnitude + excess.apply(magnitude), INFINITY) & ~DROPPED;
      return sign | (finite && rounded == INFINITY ? rounded - 1 & ~DROPPED : rounded);
    };
  }

  /** What is added before bits are dropped, so that the rest is rounded. */
  private static WordFromWord.Op excess(Form form) {
    if (form.has("rna")) {
      return bits -> HALF;
    }
    return form.has("rz") ? bits -> 0 : bits -> HALF - 1 + (bits >>> 13 & 1);
  }
}
