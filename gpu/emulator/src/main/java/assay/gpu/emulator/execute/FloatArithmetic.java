package assay.gpu.emulator.execute;

import static assay.gpu.emulator.execute.Float32.bits;
import static assay.gpu.emulator.execute.Float32.of;
import static assay.gpu.emulator.execute.FloatForms.wide;
import static assay.gpu.emulator.execute.FloatForms.with;
import static assay.gpu.emulator.lanes.Shape.L_L;
import static assay.gpu.emulator.lanes.Shape.L_LL;
import static assay.gpu.emulator.lanes.Shape.L_LLL;
import static assay.gpu.emulator.lanes.Shape.W_W;
import static assay.gpu.emulator.lanes.Shape.W_WW;
import static assay.gpu.emulator.lanes.Shape.W_WWW;
import static assay.gpu.emulator.lanes.VectorForm.Operation.ABSOLUTE_F32;
import static assay.gpu.emulator.lanes.VectorForm.Operation.ADD_F32;
import static assay.gpu.emulator.lanes.VectorForm.Operation.FMA_F32;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MULTIPLY_F32;
import static assay.gpu.emulator.lanes.VectorForm.Operation.NEGATE_F32;
import static assay.gpu.emulator.lanes.VectorForm.Operation.SUBTRACT_F32;

import assay.gpu.emulator.load.Forms;

/**
 * Binary32 and binary64 arithmetic. PTX ISA 9.7.3.
 *
 * <p>{@code add} and {@code mul} without a rounding mode may be fused by the GPU; here they never
 * are. Binary64 rounds to nearest only.
 */
final class FloatArithmetic {

  private static final String DIRECTED = "{.rz,.rm,.rp}{,.ftz}{,.sat}.f32";
  private static final String NEAREST = "{,.rn}{,.ftz}{,.sat}.f32";

  private FloatArithmetic() {}

  static void define(Forms forms) {
    binary32(forms);
    directed(forms);
    quotients(forms);
    signs(forms);
    binary64(forms);
  }

  private static void binary32(Forms forms) {
    forms.map(
        "9.7.3.3", "add" + NEAREST, W_WW, f -> with(f, ADD_F32, (a, b) -> bits(of(a) + of(b))));
    forms.map(
        "9.7.3.4",
        "sub" + NEAREST,
        W_WW,
        f -> with(f, SUBTRACT_F32, (a, b) -> bits(of(a) - of(b))));
    forms.map(
        "9.7.3.5",
        "mul" + NEAREST,
        W_WW,
        f -> with(f, MULTIPLY_F32, (a, b) -> bits(of(a) * of(b))));
    forms.map(
        "9.7.3.6",
        "{fma,mad}.rn{,.ftz}{,.sat}.f32",
        W_WWW,
        f -> with(f, FMA_F32, (a, b, c) -> bits(Math.fma(of(a), of(b), of(c)))));
  }

  private static void directed(Forms forms) {
    forms.map(
        "9.7.3.3",
        "add" + DIRECTED,
        W_WW,
        f -> {
          Rounding mode = Rounding.of(f);
          return with(f, (a, b) -> Float32.add(mode, a, b));
        });
    forms.map(
        "9.7.3.4",
        "sub" + DIRECTED,
        W_WW,
        f -> {
          Rounding mode = Rounding.of(f);
          return with(f, (a, b) -> Float32.add(mode, a, b ^ Integer.MIN_VALUE));
        });
    forms.map(
        "9.7.3.5",
        "mul" + DIRECTED,
        W_WW,
        f -> {
          Rounding mode = Rounding.of(f);
          return with(f, (a, b) -> Float32.multiply(mode, a, b));
        });
    forms.map(
        "9.7.3.6",
        "{fma,mad}" + DIRECTED,
        W_WWW,
        f -> {
          Rounding mode = Rounding.of(f);
          return with(f, (a, b, c) -> Float32.fma(mode, a, b, c));
        });
  }

  private static void quotients(Forms forms) {
    int one = Float.floatToRawIntBits(1);
    forms.map("9.7.3.8", "div.rn{,.ftz}.f32", W_WW, f -> with(f, (a, b) -> bits(of(a) / of(b))));
    forms.map(
        "9.7.3.8",
        "div{.rz,.rm,.rp}{,.ftz}.f32",
        W_WW,
        f -> {
          Rounding mode = Rounding.of(f);
          return with(f, (a, b) -> Float32.divide(mode, a, b));
        });
    forms.map(
        "9.7.3.13",
        "rcp{.rn,.rz,.rm,.rp}{,.ftz}.f32",
        W_W,
        f -> {
          Rounding mode = Rounding.of(f);
          return with(f, a -> Float32.divide(mode, one, a));
        });
    forms.map(
        "9.7.3.15",
        "sqrt{.rn,.rz,.rm,.rp}{,.ftz}.f32",
        W_W,
        f -> {
          Rounding mode = Rounding.of(f);
          return with(f, a -> Float32.squareRoot(mode, a));
        });
  }

  /** Signs are bits: a NaN keeps its payload. */
  private static void signs(Forms forms) {
    forms.map(
        "9.7.3.9", "abs{,.ftz}.f32", W_W, f -> with(f, ABSOLUTE_F32, a -> a & Integer.MAX_VALUE));
    forms.map(
        "9.7.3.10", "neg{,.ftz}.f32", W_W, f -> with(f, NEGATE_F32, a -> a ^ Integer.MIN_VALUE));
    forms.map(
        "9.7.3.2",
        "copysign.f32",
        W_WW,
        f -> (a, b) -> (b & Integer.MAX_VALUE) | (a & Integer.MIN_VALUE));
    forms.map("9.7.3.11", "min{,.ftz}{,.NaN}.f32", W_WW, MinMax::of);
    forms.map("9.7.3.12", "max{,.ftz}{,.NaN}.f32", W_WW, MinMax::of);
    forms.map("9.7.3.9", "abs.f64", L_L, f -> a -> a & Long.MAX_VALUE);
    forms.map("9.7.3.10", "neg.f64", L_L, f -> a -> a ^ Long.MIN_VALUE);
    forms.map(
        "9.7.3.2",
        "copysign.f64",
        L_LL,
        f -> (a, b) -> (b & Long.MAX_VALUE) | (a & Long.MIN_VALUE));
  }

  private static void binary64(Forms forms) {
    forms.map("9.7.3.3", "add{,.rn}.f64", L_LL, f -> wide((a, b) -> a + b));
    forms.map("9.7.3.4", "sub{,.rn}.f64", L_LL, f -> wide((a, b) -> a - b));
    forms.map("9.7.3.5", "mul{,.rn}.f64", L_LL, f -> wide((a, b) -> a * b));
    forms.map("9.7.3.8", "div.rn.f64", L_LL, f -> wide((a, b) -> a / b));
    forms.map("9.7.3.11", "min.f64", L_LL, f -> wide((a, b) -> MinMax.min(a, b)));
    forms.map("9.7.3.12", "max.f64", L_LL, f -> wide((a, b) -> MinMax.max(a, b)));
    forms.map("9.7.3.13", "rcp.rn.f64", L_L, f -> wide(a -> 1 / a));
    forms.map("9.7.3.15", "sqrt.rn.f64", L_L, f -> wide(Math::sqrt));
    forms.map(
        "9.7.3.6",
        "{fma,mad}.rn.f64",
        L_LLL,
        f ->
            (a, b, c) ->
                Double.doubleToLongBits(
                    Math.fma(
                        Double.longBitsToDouble(a),
                        Double.longBitsToDouble(b),
                        Double.longBitsToDouble(c))));
  }
}
