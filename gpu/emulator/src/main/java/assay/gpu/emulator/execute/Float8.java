package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.Shape;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.lanes.WordFromWordWord;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.numerics.Float8E4M3;
import assay.numerics.Float8E5M2;
import assay.numerics.Overflow;
import assay.numerics.Rounding;

/** Pairs of numbers to 8-bit formats and back; the first is the upper. PTX ISA 9.7.9.21. */
final class Float8 {

  private static final String PAIRS = "{.e4m3x2,.e5m2x2}";
  private static final int NAN_16 = 0x7fff;

  private Float8() {}

  /** Rounds one number. */
  private interface Narrowing {
    int apply(float value);
  }

  static void define(Forms forms) {
    String narrow = "cvt.rn.satfinite{,.relu}" + PAIRS;
    forms.map("9.7.9.21", narrow + ".f32", Shape.W_WW, Float8::fromWords);
    forms.map("9.7.9.21", narrow + ".f16x2", Shape.W_W, Float8::fromHalves);
    forms.map("9.7.9.21", "cvt.rn{,.relu}.f16x2" + PAIRS, Shape.W_W, Float8::toHalves);
  }

  private static WordFromWordWord.Op fromWords(Form form) {
    Narrowing narrow = narrowing(form);
    return (a, b) -> narrow.apply(Float32.of(a)) << 8 | narrow.apply(Float32.of(b));
  }

  private static WordFromWord.Op fromHalves(Form form) {
    Narrowing narrow = narrowing(form);
    return a ->
        narrow.apply(Float.float16ToFloat((short) (a >>> 16))) << 8
            | narrow.apply(Float.float16ToFloat((short) a));
  }

  private static WordFromWord.Op toHalves(Form form) {
    boolean large = form.has("e5m2x2");
    boolean relu = form.has("relu");
    return a -> half(large, relu, (byte) (a >>> 8)) << 16 | half(large, relu, (byte) a);
  }

  /** Exact: both formats lie within binary16. */
  private static int half(boolean large, boolean relu, byte bits) {
    float value = large ? Float8E5M2.toFloat(bits) : Float8E4M3.toFloat(bits);
    return Float.isNaN(value) ? NAN_16 : Float.floatToFloat16(clipped(relu, value)) & 0xffff;
  }

  private static Narrowing narrowing(Form form) {
    boolean large = form.has("e5m2x2");
    boolean relu = form.has("relu");
    return value -> {
      float kept = clipped(relu, value);
      byte bits =
          large
              ? Float8E5M2.encode(kept, Rounding.RN, Overflow.SATFINITE)
              : Float8E4M3.encode(kept, Rounding.RN, Overflow.SATFINITE);
      return bits & 0xff;
    };
  }

  /** Negative numbers become +0 where {@code relu} wants it; a NaN stays one. */
  private static float clipped(boolean relu, float value) {
    return relu && value <= 0 ? 0 : value;
  }
}
