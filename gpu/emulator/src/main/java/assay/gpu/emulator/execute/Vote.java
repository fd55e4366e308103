package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;

/** What the lanes of a warp agree on: vote.sync, activemask. PTX ISA 9.7.13.9, 9.7.13.11. */
final class Vote {

  private static final String NAME = "vote.sync";

  private Vote() {}

  static void define(Forms forms) {
    forms.add("9.7.13.9", "vote.sync{.all,.any,.uni}.pred", f -> (i, b) -> decision(f, i, b));
    forms.add("9.7.13.9", "vote.sync.ballot.b32", f -> Vote::ballot);
    forms.add("9.7.13.11", "activemask.b32", f -> Vote::activeMask);
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
        if (members.converged(warp, mask, NAME)) {
          int yes = ballots.of(warp);
          members.groups(
              warp,
              mask,
              group -> {
                boolean some = (yes & group) != 0;
                boolean every = (yes & group) == group;
                warp.decide(to, group, all ? every : any ? some : every || !some);
              });
        }
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
        if (members.converged(warp, mask, NAME)) {
          int yes = ballots.of(warp);
          members.groups(warp, mask, group -> warp.give(to, group, yes & group));
        }
      }
    };
  }

  private static Step activeMask(Instruction instruction, Binding binding) {
    int to = binding.write('W', instruction.operand(0));
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        warp.give(to, mask, mask);
      }
    };
  }
}
