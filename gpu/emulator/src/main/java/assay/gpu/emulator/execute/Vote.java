package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;

/** What the lanes of a warp agree on: vote.sync, activemask. PTX ISA 9.7.13.6, 9.7.13.8. */
final class Vote {

  private Vote() {}

  static void define(Forms forms) {
    forms.add("9.7.13.6", "vote.sync{.all,.any,.uni}.pred", f -> (i, b) -> decision(f, i, b));
    forms.add("9.7.13.6", "vote.sync.ballot.b32", f -> Vote::ballot);
    forms.add("9.7.13.8", "activemask.b32", f -> Vote::activeMask);
  }

  private static Step decision(Form form, Instruction instruction, Binding binding) {
    Setp.Source ballots = Setp.Source.of(instruction.operand(1), binding);
    Members members = Members.of(instruction.operand(2), binding);
    int to = binding.write('P', instruction.operand(0));
    boolean all = form.has("all");
    boolean any = form.has("any");
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        if (!members.converged(warp, mask, "vote.sync")) {
          return;
        }
        int yes = ballots.of(warp) & mask;
        int result = 0;
        for (int left = mask; left != 0; left &= left - 1) {
          int lane = Integer.numberOfTrailingZeros(left);
          int group = members.of(warp, lane, mask);
          boolean some = (yes & group) != 0;
          boolean every = (yes & group) == group;
          result |= (all ? every : any ? some : every || !some) ? 1 << lane : 0;
        }
        warp.predicates[to] = warp.predicates[to] & ~mask | result;
      }
    };
  }

  private static Step ballot(Instruction instruction, Binding binding) {
    Setp.Source ballots = Setp.Source.of(instruction.operand(1), binding);
    Members members = Members.of(instruction.operand(2), binding);
    int to = binding.write('W', instruction.operand(0));
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        if (!members.converged(warp, mask, "vote.sync")) {
          return;
        }
        int yes = ballots.of(warp) & mask;
        for (int left = mask; left != 0; left &= left - 1) {
          int lane = Integer.numberOfTrailingZeros(left);
          warp.scratch[lane] = members.of(warp, lane, yes);
        }
        for (int left = mask; left != 0; left &= left - 1) {
          int lane = Integer.numberOfTrailingZeros(left);
          warp.words[to][lane] = warp.scratch[lane];
        }
      }
    };
  }

  private static Step activeMask(Instruction instruction, Binding binding) {
    int to = binding.write('W', instruction.operand(0));
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        for (int left = mask; left != 0; left &= left - 1) {
          warp.words[to][Integer.numberOfTrailingZeros(left)] = mask;
        }
      }
    };
  }
}
