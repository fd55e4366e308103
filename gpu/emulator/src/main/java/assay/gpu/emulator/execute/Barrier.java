package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;

/** Barriers and fences. PTX ISA 9.7.13.1 to 9.7.13.4. */
final class Barrier {

  private Barrier() {}

  static void define(Forms forms) {
    forms.add("9.7.13.1", "bar{,.cta}{.sync,.arrive}", Barrier::aligned);
    forms.add("9.7.13.1", "barrier{,.cta}{.sync,.arrive}.aligned", Barrier::aligned);
    forms.add("9.7.13.1", "barrier{,.cta}{.sync,.arrive}", Barrier::unaligned);
    BarrierReduction.define(forms);
    forms.add(
        "9.7.13.2", "bar.warp.sync", f -> (i, b) -> new WarpBarrier(Members.of(i.operand(0), b)));
    forms.add("9.7.13.4", "membar{.cta,.gl,.sys}", f -> (i, b) -> new Fence(!f.has("cta")));
    forms.add(
        "9.7.13.4",
        "fence{,.sc,.acq_rel}{.cta,.cluster,.gpu,.sys}",
        f -> (i, b) -> new Fence(f.has("gpu") || f.has("sys")));
  }

  private static Forms.Builder aligned(Form form) {
    return (instruction, binding) -> build(form, instruction, binding, true);
  }

  private static Forms.Builder unaligned(Form form) {
    return (instruction, binding) -> build(form, instruction, binding, false);
  }

  private static Step build(Form form, Instruction instruction, Binding binding, boolean aligned) {
    boolean counted = instruction.operands().size() > 1;
    return new BlockBarrier(
        Meeting.of(instruction, 0, counted, binding, aligned), form.has("sync"));
  }

  /**
   * Where threads of a block meet.
   *
   * @param barrier place of its number
   * @param threads place of how many are expected, or −1 for all of the block
   * @param aligned whether a warp comes as a whole
   */
  record Meeting(int barrier, int threads, boolean aligned) {

    /** Of the operand at {@code first}, and the one behind it if threads are counted. */
    static Meeting of(
        Instruction instruction, int first, boolean counted, Binding binding, boolean aligned) {
      int barrier = binding.word(instruction.operand(first), Type.U32);
      int threads = counted ? binding.word(instruction.operand(first + 1), Type.U32) : -1;
      return new Meeting(barrier, threads, aligned);
    }

    /** False where the lanes must wait for the rest of their warp first. */
    boolean complete(Warp warp, int mask) {
      return !aligned || warp.gathered(mask);
    }

    int barrier(Warp warp, int lane) {
      return warp.words[barrier][lane];
    }

    /** How many are expected; 0 for all of the block. */
    int threads(Warp warp, int lane) {
      return threads < 0 ? 0 : warp.words[threads][lane];
    }
  }

  private static final class BlockBarrier extends Step {
    private final Meeting meeting;
    private final boolean waits;

    BlockBarrier(Meeting meeting, boolean waits) {
      this.meeting = meeting;
      this.waits = waits;
    }

    @Override
    public void execute(Warp warp, int mask) {
      if (meeting.complete(warp, mask)) {
        int lane = Integer.numberOfTrailingZeros(mask);
        warp.block
            .barriers()
            .arrive(warp, mask, meeting.barrier(warp, lane), meeting.threads(warp, lane), waits);
      }
    }
  }

  /** Memory is always up to date here; a fence counts where races are looked for. */
  private static final class Fence extends Step {
    private final boolean wide;

    Fence(boolean wide) {
      this.wide = wide;
    }

    @Override
    public void execute(Warp warp, int mask) {
      warp.fence(wide);
    }
  }

  private static final class WarpBarrier extends Step {
    private final Members members;

    WarpBarrier(Members members) {
      this.members = members;
    }

    @Override
    public void execute(Warp warp, int mask) {
      if (members.converged(warp, mask, "bar.warp.sync")) {
        warp.meet();
      }
    }
  }
}
