package assay.gpu.emulator.execute;

import static assay.gpu.emulator.execute.Float32.bits;
import static assay.gpu.emulator.execute.Float32.of;
import static assay.gpu.emulator.execute.FloatForms.with;
import static assay.gpu.emulator.lanes.Shape.W_W;
import static assay.gpu.emulator.lanes.Shape.W_WW;

import assay.gpu.emulator.load.Forms;

/**
 * The approximate functions, rounded to nearest from binary64 unless results are made to stray: at
 * most 1 ulp from exact where PTX allows 2 ulp (div, ex2), 1 ulp (rcp), 2⁻²² (lg2), 2⁻²²·⁹ (rsqrt),
 * 2⁻²³ (sqrt) and 2⁻¹¹ (tanh); sin and cos are exact where PTX allows 2⁻²⁰·⁵ within [−π, π]. PTX
 * ISA 9.7.3.8, 9.7.3.14 to 9.7.3.22.
 */
final class Approximate {

  private static final double LN_2 = Math.log(2);
  private static final double WAVE_ERROR = Math.pow(2, -20.5);

  private Approximate() {}

  static void define(Forms forms, Stray stray) {
    quotients(forms, stray);
    roots(forms, stray);
    waves(forms, stray);
    forms.map(
        "9.7.3.20",
        "lg2.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits(stray.absolute(of(a), log2(of(a)), 0x1p-22))));
    forms.map(
        "9.7.3.21",
        "ex2.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits(stray.ulps(of(a), Exp2.of(of(a)), 2))));
    forms.map(
        "9.7.3.22",
        "tanh.approx.f32",
        W_W,
        f -> a -> bits(stray.relative(of(a), Math.tanh(of(a)), -11)));
  }

  private static void quotients(Forms forms, Stray stray) {
    forms.map(
        "9.7.3.8",
        "div{.approx,.full}{,.ftz}.f32",
        W_WW,
        f -> with(f, (a, b) -> bits(stray.ulps(of(a ^ b), (double) of(a) / of(b), 2))));
    forms.map(
        "9.7.3.13",
        "rcp.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits(stray.ulps(of(a), 1 / (double) of(a), 1))));
  }

  private static void roots(Forms forms, Stray stray) {
    forms.map(
        "9.7.3.15",
        "sqrt.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits(stray.relative(of(a), Math.sqrt(of(a)), -23))));
    forms.map(
        "9.7.3.16",
        "rsqrt.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits(stray.relative(of(a), 1 / Math.sqrt(of(a)), -22.9))));
  }

  private static void waves(Forms forms, Stray stray) {
    forms.map(
        "9.7.3.18",
        "sin.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits(wave(stray, of(a), Math.sin(of(a))))));
    forms.map(
        "9.7.3.19",
        "cos.approx{,.ftz}.f32",
        W_W,
        f -> with(f, a -> bits(wave(stray, of(a), Math.cos(of(a))))));
  }

  /** PTX grants an error within [−π, π], but for zero, and says nothing of what lies beyond. */
  private static float wave(Stray stray, float angle, double exact) {
    return angle != 0 && Math.abs(angle) <= Math.PI
        ? stray.absolute(angle, exact, WAVE_ERROR)
        : (float) exact;
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
