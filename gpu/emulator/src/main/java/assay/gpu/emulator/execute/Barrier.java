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
    int barrier = binding.word(instruction.operand(0), Type.U32);
    boolean counted = instruction.operands().size() > 1;
    int threads = counted ? binding.word(instruction.operand(1), Type.U32) : -1;
    return new BlockBarrier(barrier, threads, form.has("sync"), aligned);
  }

  private static final class BlockBarrier extends Step {
    private final int barrier;
    private final int threads;
    private final boolean waits;
    private final boolean aligned;

    BlockBarrier(int barrier, int threads, boolean waits, boolean aligned) {
      this.barrier = barrier;
      this.threads = threads;
      this.waits = waits;
      this.aligned = aligned;
    }

    @Override
    public void execute(Warp warp, int mask) {
      int lane = Integer.numberOfTrailingZeros(mask);
      if (aligned && !warp.gathered(mask)) {
        return;
      }
      int count = threads < 0 ? 0 : warp.words[threads][lane];
      warp.block.barriers().arrive(warp, mask, warp.words[barrier][lane], count, waits);
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
