package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Question;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;

/** A barrier that combines a predicate of all its threads: bar.red. PTX ISA 9.7.13.1. */
final class BarrierReduction extends Step {

  private final Barrier.Meeting meeting;
  private final Question question;
  private final Setp.Source predicate;
  private final int to;

  private BarrierReduction(Form form, Instruction instruction, Binding binding, boolean aligned) {
    int last = Math.max(2, instruction.operands().size() - 1);
    meeting = Barrier.Meeting.of(instruction, 1, last > 2, binding, aligned);
    predicate = Setp.Source.of(instruction.operand(last), binding);
    question = form.has("popc") ? Question.POPC : form.has("and") ? Question.AND : Question.OR;
    to = binding.write(question == Question.POPC ? 'W' : 'P', instruction.operand(0));
  }

  static void define(Forms forms) {
    define(forms, "bar{,.cta}.red", "", true);
    define(forms, "barrier{,.cta}.red", ".aligned", true);
    define(forms, "barrier{,.cta}.red", "", false);
  }

  private static void define(Forms forms, String name, String suffix, boolean aligned) {
    for (String kind : new String[] {".popc%s.u32", "{.and,.or}%s.pred"}) {
      forms.add(
          "9.7.13.1",
          name + kind.formatted(suffix),
          f -> (i, b) -> new BarrierReduction(f, i, b, aligned));
    }
  }

  @Override
  public void execute(Warp warp, int mask) {
    if (meeting.complete(warp, mask)) {
      int lane = Integer.numberOfTrailingZeros(mask);
      warp.block
          .barriers()
          .ask(
              warp,
              mask,
              meeting.barrier(warp, lane),
              meeting.threads(warp, lane),
              question,
              predicate.of(warp),
              answer -> take(warp, mask, answer));
    }
  }

  private void take(Warp warp, int mask, int answer) {
    if (question == Question.POPC) {
      warp.give(to, mask, answer);
    } else {
      warp.decide(to, mask, answer != 0);
    }
  }
}
