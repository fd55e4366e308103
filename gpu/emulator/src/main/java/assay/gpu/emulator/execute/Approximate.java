package assay.gpu.emulator.execute;

import static assay.gpu.emulator.execute.Float32.bits;
import static assay.gpu.emulator.execute.Float32.of;
import static assay.gpu.emulator.execute.FloatForms.with;
import static assay.gpu.emulator.lanes.Shape.W_W;
import static assay.gpu.emulator.lanes.Shape.W_WW;

import assay.gpu.emulator.load.Forms;

/**
 * The approximate functions, here rounded to nearest from binary64: at most 1 ulp from exact where
 * PTX allows 2 ulp (div, ex2), 1 ulp (rcp), 2⁻²² (lg2), 2⁻²²·⁹ (rsqrt), 2⁻²³ (sqrt) and 2⁻¹¹
 * (tanh); sin and cos are exact where PTX allows 2⁻²⁰·⁵ within [−π, π]. PTX ISA 9.7.3.8, 9.7.3.14
 * to 9.7.3.22.
 */
final class Approximate {

  private static final double LN_2 = Math.log(2);

  private Approximate() {}

  static void define(Forms forms) {
    forms.map(
        "9.7.3.8",
        "div{.approx,.full}{,.ftz}.f32",
        W_WW,
        f -> with(f, (a, b) -> bits((float) ((double) of(a) / of(b)))));
    forms.map("9.7.3.13", "rcp.approx{,.ftz}.f32", W_W, f -> with(f, a -> bits(1 / of(a))));
    forms.map(
        "9.7.3.15",
        "sqrt.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits((float) Math.sqrt(of(a)))));
    forms.map(
        "9.7.3.16",
        "rsqrt.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits((float) (1 / Math.sqrt(of(a))))));
    forms.map(
        "9.7.3.18", "sin.approx{,.ftz}.f32", W_W, f -> with(f, a -> bits((float) Math.sin(of(a)))));
    forms.map(
        "9.7.3.19", "cos.approx{,.ftz}.f32", W_W, f -> with(f, a -> bits((float) Math.cos(of(a)))));
    forms.map(
        "9.7.3.20", "lg2.approx{,.ftz}.f32", W_W, f -> with(f, a -> bits((float) log2(of(a)))));
    forms.map("9.7.3.21", "ex2.approx{,.ftz}.f32", W_W, f -> with(f, a -> bits(Exp2.of(of(a)))));
    forms.map("9.7.3.22", "tanh.approx.f32", W_W, f -> a -> bits((float) Math.tanh(of(a))));
  }

  /** Exact at powers of two. */
  private static double log2(float value) {
    int exponent = Math.getExponent(value);
    boolean normal = value > 0 && exponent >= Float.MIN_EXPONENT && exponent <= Float.MAX_EXPONENT;
    return normal
        ? exponent + Math.log(Math.scalb((double) value, -exponent)) / LN_2
        : Math.log(value) / LN_2;
  }
}
