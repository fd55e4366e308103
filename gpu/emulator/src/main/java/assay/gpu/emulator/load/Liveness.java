package assay.gpu.emulator.load;

import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Register;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * From which instruction to which each register holds a value that may still be read.
 *
 * <p>A write under a guard may not happen, so it ends nothing. Lanes that diverge need no more:
 * each has its own slot of every register.
 */
final class Liveness {

  private final List<Lowered> code;
  private final int[] first;
  private final int[] last;
  private final BitSet[] liveBefore;

  private Liveness(List<Lowered> code, int registers) {
    this.code = code;
    this.first = new int[registers];
    this.last = new int[registers];
    this.liveBefore = new BitSet[code.size()];
    Arrays.fill(first, Integer.MAX_VALUE);
    Arrays.fill(last, -1);
  }

  /** The lives of registers numbered from 0. */
  static Liveness of(List<Lowered> code, int registers) {
    Liveness liveness = new Liveness(code, registers);
    liveness.solve();
    return liveness;
  }

  /** The first instruction at which a register must keep its place; beyond all if there is none. */
  int first(Register register) {
    return first[register.number()];
  }

  /** The last one; −1 if there is none. */
  int last(Register register) {
    return last[register.number()];
  }

  /** Backwards over the code until nothing changes; only starts of blocks keep their sets. */
  private void solve() {
    boolean[] starts = Blocks.targets(code.stream().map(Lowered::instruction).toList());
    boolean changed = true;
    while (changed) {
      changed = false;
      BitSet live = new BitSet();
      for (int i = code.size() - 1; i >= 0; i--) {
        live = before(i, live);
        if (starts[i] && !live.equals(liveBefore[i])) {
          liveBefore[i] = (BitSet) live.clone();
          changed = true;
        }
      }
    }
    for (int i = 0; i < code.size(); i++) {
      int start = i;
      if (liveBefore[i] != null) {
        liveBefore[i].stream().forEach(register -> touch(register, start));
      }
    }
  }

  /** What is live before an instruction, from what is live before the next; may be the same set. */
  private BitSet before(int index, BitSet next) {
    Lowered lowered = code.get(index);
    Instruction instruction = lowered.instruction();
    boolean always = instruction.guard().isEmpty();
    BitSet live = always && DefiniteAssignment.leaves(instruction) ? new BitSet() : next;
    for (Operand operand : instruction.operands()) {
      if (operand instanceof Operand.Label(String name, int target)
          && target < code.size()
          && liveBefore[target] != null) {
        live.or(liveBefore[target]);
        liveBefore[target].stream().forEach(register -> touch(register, index));
      }
    }
    for (Register written : lowered.writes()) {
      touch(written.number(), index);
      if (always) {
        live.clear(written.number());
      }
    }
    for (Register read : DefiniteAssignment.readsWithGuard(lowered)) {
      touch(read.number(), index);
      live.set(read.number());
    }
    return live;
  }

  private void touch(int register, int index) {
    first[register] = Math.min(first[register], index);
    last[register] = Math.max(last[register], index);
  }
}
