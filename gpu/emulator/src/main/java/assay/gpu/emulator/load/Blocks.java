package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.BasicBlock;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the basic blocks of a body. */
final class Blocks {

  private Blocks() {}

  /** Each at the place of its first instruction; null elsewhere. */
  static @Nullable BasicBlock[] of(List<Instruction> body, Step[] steps) {
    boolean[] starts = targets(body);
    for (int i = 1; i < body.size(); i++) {
      starts[i] |= mayLeave(body.get(i - 1));
    }
    return BasicBlock.of(steps, starts);
  }

  /** Where branches lead. */
  static boolean[] targets(List<Instruction> body) {
    boolean[] targets = new boolean[body.size()];
    for (Instruction instruction : body) {
      for (Operand operand : instruction.operands()) {
        if (operand instanceof Operand.Label(String name, int target) && target < targets.length) {
          targets[target] = true;
        }
      }
    }
    return targets;
  }

  /** Whether lanes that have not parted may be elsewhere afterwards, or stand still. */
  private static boolean mayLeave(Instruction instruction) {
    return switch (instruction.opcode()) {
      case "bra", "ret", "exit", "trap", "bar", "barrier" -> true;
      default -> false;
    };
  }
}
