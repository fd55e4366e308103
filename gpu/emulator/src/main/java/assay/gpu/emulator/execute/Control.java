package assay.gpu.emulator.execute;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.load.Nothing;
import assay.gpu.emulator.load.UnsupportedForm;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;

/** Control flow: bra, ret, exit, trap. PTX ISA 9.7.12 and 9.7.19. Calls are inlined before. */
final class Control {

  private Control() {}

  static void define(Forms forms) {
    forms.add("9.7.12.3", "bra{,.uni}", f -> (i, b) -> new Branch(target(i)));
    forms.add("9.7.12.6", "ret{,.uni}", f -> (i, b) -> new Exit());
    forms.add("9.7.12.7", "exit", f -> (i, b) -> new Exit());
    forms.add("9.7.19.4", "trap", f -> (i, b) -> new Trap());
    forms.add("9.7.19.2", "nanosleep.u32", f -> (i, b) -> Nothing.INSTANCE);
    forms.add("9.7.19.3", "pmevent", f -> (i, b) -> Nothing.INSTANCE);
  }

  private static int target(Instruction instruction) {
    if (instruction.operand(0) instanceof Operand.Label(String name, int target)) {
      return target;
    }
    throw new UnsupportedForm("the target of bra is not a label");
  }

  private static final class Branch extends Step {
    private final int target;

    Branch(int target) {
      this.target = target;
    }

    @Override
    public void execute(Warp warp, int mask) {
      warp.branch(target, mask);
    }
  }

  private static final class Exit extends Step {
    @Override
    public void execute(Warp warp, int mask) {
      warp.exit(mask);
    }
  }

  private static final class Trap extends Step {
    @Override
    public void execute(Warp warp, int mask) {
      throw new Fault(
          DeviceFault.Kind.TRAP, Integer.numberOfTrailingZeros(mask), "trap was executed");
    }
  }
}
