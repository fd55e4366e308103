package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.Shape.L_LW;
import static assay.gpu.emulator.lanes.Shape.W_W;
import static assay.gpu.emulator.lanes.Shape.W_WW;
import static assay.gpu.emulator.lanes.VectorForm.Operation.SHIFT_LEFT;
import static assay.gpu.emulator.lanes.VectorForm.Operation.SHIFT_RIGHT;
import static assay.gpu.emulator.lanes.VectorForm.Operation.SHIFT_RIGHT_SIGNED;

import assay.gpu.emulator.lanes.Copies;
import assay.gpu.emulator.lanes.VectorForm;
import assay.gpu.emulator.lanes.Vectored;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.lanes.WordFromWordWord;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shifts. PTX ISA 9.7.8.8 and 9.7.8.9. One by more than the width shifts everything out. */
final class Shift {

  private Shift() {}

  static void define(Forms forms) {
    forms.map("9.7.8.8", "shl.b16", W_WW, f -> (a, n) -> n >>> 4 != 0 ? 0 : a << n & 0xffff);
    words(forms, "9.7.8.8", "shl.b32", SHIFT_LEFT, (a, n) -> n >>> 5 != 0 ? 0 : a << n);
    forms.map("9.7.8.8", "shl.b64", L_LW, f -> (a, n) -> n >>> 6 != 0 ? 0 : a << n);
    forms.map("9.7.8.9", "shr.{b16,u16}", W_WW, f -> (a, n) -> n >>> 4 != 0 ? 0 : a >>> n);
    words(forms, "9.7.8.9", "shr.{b32,u32}", SHIFT_RIGHT, (a, n) -> n >>> 5 != 0 ? 0 : a >>> n);
    forms.map("9.7.8.9", "shr.{b64,u64}", L_LW, f -> (a, n) -> n >>> 6 != 0 ? 0 : a >>> n);
    forms.map("9.7.8.9", "shr.s16", W_WW, f -> (a, n) -> (short) a >> most(n, 15) & 0xffff);
    words(forms, "9.7.8.9", "shr.s32", SHIFT_RIGHT_SIGNED, (a, n) -> a >> most(n, 31));
    forms.map("9.7.8.9", "shr.s64", L_LW, f -> (a, n) -> a >> most(n, 63));
  }

  /** Only shifts by a constant become vector instructions, so each has a loop of its own. */
  private static void words(
      Forms forms,
      String section,
      String pattern,
      VectorForm.Operation vectors,
      WordFromWordWord.Op op) {
    Map<Integer, WordFromWord.Op> byConstants = new ConcurrentHashMap<>();
    Forms.Builder byRegister = Forms.lanes(W_WW, op, Type.B32);
    forms.add(
        section,
        pattern,
        form ->
            (instruction, binding) ->
                instruction.operands().size() == 3
                        && instruction.operand(2) instanceof Operand.Int(long amount)
                    ? shift(
                        byConstants.computeIfAbsent((int) amount, n -> by(n, vectors, op)),
                        instruction,
                        binding)
                    : byRegister.build(instruction, binding));
  }

  private static WordFromWord.Op by(
      int amount, VectorForm.Operation vectors, WordFromWordWord.Op op) {
    WordFromWord.Op plain = a -> op.apply(a, amount);
    return amount >>> 5 != 0 ? plain : Vectored.of(VectorForm.shift(vectors, amount), plain);
  }

  private static Step shift(WordFromWord.Op op, Instruction instruction, Binding binding) {
    int from = binding.word(instruction.operand(1), Type.B32);
    int to = binding.write('W', instruction.operand(0));
    return Copies.step(W_W.loop(), op, to, from);
  }

  static int most(int amount, int limit) {
    return Integer.compareUnsigned(amount, limit) > 0 ? limit : amount;
  }
}
