package assay.gpu.emulator.load;

import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Register;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the registers that may be read before they are written.
 *
 * <p>A write under a guard may not happen. What this analysis proves needs no check at run time.
 */
final class DefiniteAssignment {

  private final List<Lowered> code;
  private final BitSet[] assigned;

  DefiniteAssignment(List<Lowered> code) {
    this.code = code;
    this.assigned = new BitSet[code.size()];
  }

  /** The doubtful registers, numbered from 0. */
  Map<Register, Integer> doubtful() {
    solve();
    Map<Register, Integer> doubtful = new HashMap<>();
    for (int i = 0; i < code.size(); i++) {
      BitSet known = assigned[i];
      if (known != null) {
        for (Register read : readsWithGuard(code.get(i))) {
          if (!known.get(read.number())) {
            doubtful.putIfAbsent(read, doubtful.size());
          }
        }
      }
    }
    return doubtful;
  }

  static List<Register> readsWithGuard(Lowered lowered) {
    if (lowered.instruction().guard().isEmpty()) {
      return lowered.reads();
    }
    List<Register> reads = new java.util.ArrayList<>(lowered.reads());
    lowered.instruction().guard().ifPresent(guard -> reads.add(guard.predicate()));
    return reads;
  }

  private void solve() {
    BitSet open = new BitSet(code.size());
    if (!code.isEmpty()) {
      assigned[0] = new BitSet();
      open.set(0);
    }
    for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(0)) {
      open.clear(i);
      flow(i, open);
    }
  }

  private void flow(int index, BitSet open) {
    Lowered lowered = code.get(index);
    Instruction instruction = lowered.instruction();
    boolean always = instruction.guard().isEmpty();
    BitSet after = (BitSet) assigned[index].clone();
    if (always) {
      lowered.writes().forEach(register -> after.set(register.number()));
    }
    for (Operand operand : instruction.operands()) {
      if (operand instanceof Operand.Label(String name, int target)) {
        join(target, after, open);
      }
    }
    if (!(always && leaves(instruction)) && index + 1 < code.size()) {
      join(index + 1, after, open);
    }
  }

  static boolean leaves(Instruction instruction) {
    return switch (instruction.opcode()) {
      case "bra", "ret", "exit", "trap" -> true;
      case "call" -> instruction.has("__assertfail");
      default -> false;
    };
  }

  private void join(int target, BitSet state, BitSet open) {
    BitSet old = assigned[target];
    if (old == null) {
      assigned[target] = (BitSet) state.clone();
      open.set(target);
      return;
    }
    int size = old.cardinality();
    old.and(state);
    if (old.cardinality() < size) {
      open.set(target);
    }
  }
}
