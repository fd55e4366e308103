package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;
import java.util.function.IntBinaryOperator;

/**
 * One value from all lanes, and lanes with equal values: redux, match. PTX ISA 9.7.13.7, 9.7.13.9.
 */
final class Reduce {

  private Reduce() {}

  static void define(Forms forms) {
    forms.add("9.7.13.9", "redux.sync{.add,.min,.max}{.u32,.s32}", f -> (i, b) -> redux(f, i, b));
    forms.add("9.7.13.9", "redux.sync{.and,.or,.xor}.b32", f -> (i, b) -> redux(f, i, b));
    forms.add("9.7.13.7", "match.any.sync.b32", f -> Reduce::match);
  }

  private static Step redux(Form form, Instruction instruction, Binding binding) {
    IntBinaryOperator op = AtomicOperations.words(form);
    return grouped(
        instruction,
        binding,
        "redux.sync",
        (values, lane, group) -> {
          int result = values[Integer.numberOfTrailingZeros(group)];
          for (int left = group & group - 1; left != 0; left &= left - 1) {
            result = op.applyAsInt(result, values[Integer.numberOfTrailingZeros(left)]);
          }
          return result;
        });
  }

  private static Step match(Instruction instruction, Binding binding) {
    return grouped(
        instruction,
        binding,
        "match.any.sync",
        (values, lane, group) -> {
          int equal = 0;
          for (int left = group; left != 0; left &= left - 1) {
            int other = Integer.numberOfTrailingZeros(left);
            equal |= values[other] == values[lane] ? 1 << other : 0;
          }
          return equal;
        });
  }

  /** What one lane gets from the lanes of its group. */
  private interface Grouped {
    int of(int[] values, int lane, int group);
  }

  private static Step grouped(
      Instruction instruction, Binding binding, String name, Grouped function) {
    int value = binding.word(instruction.operand(1), Type.B32);
    Members members = Members.of(instruction.operand(2), binding);
    int to = binding.write('W', instruction.operand(0));
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        if (!members.converged(warp, mask, name)) {
          return;
        }
        for (int left = mask; left != 0; left &= left - 1) {
          int lane = Integer.numberOfTrailingZeros(left);
          warp.scratch[lane] = function.of(warp.words[value], lane, members.of(warp, lane, mask));
        }
        for (int left = mask; left != 0; left &= left - 1) {
          int lane = Integer.numberOfTrailingZeros(left);
          warp.words[to][lane] = warp.scratch[lane];
        }
      }
    };
  }
}
