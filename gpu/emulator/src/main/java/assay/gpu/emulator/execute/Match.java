package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;

/** Which lanes hold equal values: match.sync. PTX ISA 9.7.13.10. */
final class Match extends Step {

  private final boolean all;
  private final boolean wide;
  private final int value;
  private final Members members;
  private final int to;
  private final int agreed;

  private Match(Form form, Instruction instruction, Binding binding) {
    all = form.has("all");
    wide = form.type() == Type.B64;
    value = binding.read(wide ? 'L' : 'W', instruction.operand(1), form.type());
    members = Members.of(instruction.operand(2), binding);
    boolean two = all && instruction.operand(0) instanceof Operand.Pair;
    Operand.Pair results =
        two
            ? (Operand.Pair) instruction.operand(0)
            : new Operand.Pair(instruction.operand(0), new Operand.Sink());
    to = binding.write('W', results.first());
    agreed = binding.write('P', results.second());
  }

  static void define(Forms forms) {
    forms.add("9.7.13.10", "match{.any,.all}.sync{.b32,.b64}", f -> (i, b) -> new Match(f, i, b));
  }

  @Override
  public void execute(Warp warp, int mask) {
    if (members.converged(warp, mask, "match.sync")) {
      members.groups(warp, mask, group -> match(warp, group));
    }
  }

  private void match(Warp warp, int group) {
    if (all) {
      boolean same = equal(warp, group) == group;
      warp.give(to, group, same ? group : 0);
      warp.decide(agreed, group, same);
      return;
    }
    for (int left = group; left != 0; ) {
      int equal = equal(warp, left);
      warp.give(to, equal, equal);
      left &= ~equal;
    }
  }

  /** The lanes of a group whose value is that of its first lane. */
  private int equal(Warp warp, int group) {
    int first = Integer.numberOfTrailingZeros(group);
    int equal = 0;
    for (int left = group; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      boolean same =
          wide
              ? warp.longs[value][lane] == warp.longs[value][first]
              : warp.words[value][lane] == warp.words[value][first];
      equal |= same ? 1 << lane : 0;
    }
    return equal;
  }
}
