package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;
import java.util.function.IntBinaryOperator;

/** One value from all lanes: redux.sync. PTX ISA 9.7.13.12. */
final class Reduce {

  private Reduce() {}

  static void define(Forms forms) {
    forms.add("9.7.13.12", "redux.sync{.add,.min,.max}{.u32,.s32}", f -> (i, b) -> redux(f, i, b));
    forms.add("9.7.13.12", "redux.sync{.and,.or,.xor}.b32", f -> (i, b) -> redux(f, i, b));
  }

  private static Step redux(Form form, Instruction instruction, Binding binding) {
    IntBinaryOperator op = AtomicOperations.words(form);
    int value = binding.word(instruction.operand(1), Type.B32);
    Members members = Members.of(instruction.operand(2), binding);
    int to = binding.write('W', instruction.operand(0));
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        if (members.converged(warp, mask, "redux.sync")) {
          members.groups(
              warp, mask, group -> warp.give(to, group, combined(op, warp.words[value], group)));
        }
      }
    };
  }

  private static int combined(IntBinaryOperator op, int[] values, int group) {
    int result = values[Integer.numberOfTrailingZeros(group)];
    for (int left = group & group - 1; left != 0; left &= left - 1) {
      result = op.applyAsInt(result, values[Integer.numberOfTrailingZeros(left)]);
    }
    return result;
  }
}
