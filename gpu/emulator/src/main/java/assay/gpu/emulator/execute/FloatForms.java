package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.LongFromLong;
import assay.gpu.emulator.lanes.LongFromLongLong;
import assay.gpu.emulator.lanes.VectorForm;
import assay.gpu.emulator.lanes.Vectored;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.lanes.WordFromWordWord;
import assay.gpu.emulator.lanes.WordFromWordWordWord;
import assay.gpu.emulator.load.Form;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What {@code .ftz} and {@code .sat} add to a binary32 operation, and binary64 on bits. */
final class FloatForms {

  private FloatForms() {}

  static WordFromWord.Op with(Form form, WordFromWord.Op op) {
    WordFromWord.Op flushed = form.has("ftz") ? a -> Float32.flush(op.apply(Float32.flush(a))) : op;
    return form.has("sat") ? a -> Float32.saturate(flushed.apply(a)) : flushed;
  }

  static WordFromWordWord.Op with(Form form, WordFromWordWord.Op op) {
    WordFromWordWord.Op flushed =
        form.has("ftz")
            ? (a, b) -> Float32.flush(op.apply(Float32.flush(a), Float32.flush(b)))
            : op;
    return form.has("sat") ? (a, b) -> Float32.saturate(flushed.apply(a, b)) : flushed;
  }

  static WordFromWordWordWord.Op with(Form form, WordFromWordWordWord.Op op) {
    WordFromWordWordWord.Op flushed =
        form.has("ftz")
            ? (a, b, c) ->
                Float32.flush(op.apply(Float32.flush(a), Float32.flush(b), Float32.flush(c)))
            : op;
    return form.has("sat") ? (a, b, c) -> Float32.saturate(flushed.apply(a, b, c)) : flushed;
  }

  /** The same of an operation that vectors have. */
  static WordFromWord.Op with(Form form, VectorForm.Operation vectors, WordFromWord.Op op) {
    WordFromWord.Op plain = with(form, op);
    return form.has("sat") ? plain : Vectored.of(VectorForm.of(vectors, form.has("ftz")), plain);
  }

  static WordFromWordWord.Op with(Form form, VectorForm.Operation vectors, WordFromWordWord.Op op) {
    WordFromWordWord.Op plain = with(form, op);
    return form.has("sat") ? plain : Vectored.of(VectorForm.of(vectors, form.has("ftz")), plain);
  }

  static WordFromWordWordWord.Op with(
      Form form, VectorForm.Operation vectors, WordFromWordWordWord.Op op) {
    WordFromWordWordWord.Op plain = with(form, op);
    return form.has("sat") ? plain : Vectored.of(VectorForm.of(vectors, form.has("ftz")), plain);
  }

  /** A binary64 operation on bits; NaN results are the canonical NaN of binary64. */
  static LongFromLong.Op wide(DoubleUnaryOperator op) {
    return a -> Double.doubleToLongBits(op.applyAsDouble(Double.longBitsToDouble(a)));
  }

  static LongFromLongLong.Op wide(DoubleBinaryOperator op) {
    return (a, b) ->
        Double.doubleToLongBits(
            op.applyAsDouble(Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
  }
}
