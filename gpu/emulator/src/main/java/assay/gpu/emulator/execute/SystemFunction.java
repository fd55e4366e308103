package assay.gpu.emulator.execute;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.ThreadMemory;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;

/** What calls of {@code vprintf} and {@code __assertfail} do. PTX ISA 9.7.12.5. */
final class SystemFunction {

  private SystemFunction() {}

  static void define(Forms forms) {
    forms.add("9.7.12.5", "call.vprintf", f -> SystemFunction::print);
    forms.add("9.7.12.5", "call.__assertfail", f -> SystemFunction::fail);
  }

  private static Step print(Instruction instruction, Binding binding) {
    int format = binding.wide(instruction.operand(1));
    int arguments = binding.wide(instruction.operand(2));
    int count = binding.write('W', instruction.operand(0));
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        for (int left = mask; left != 0; left &= left - 1) {
          int lane = Integer.numberOfTrailingZeros(left);
          warp.words[count][lane] =
              print(warp, lane, warp.longs[format][lane], warp.longs[arguments][lane]);
        }
      }
    };
  }

  /** How many arguments were printed; −1 without a format. */
  private static int print(Warp warp, int lane, long format, long arguments) {
    if (format == 0) {
      return -1;
    }
    PackedArguments packed = new PackedArguments(new ThreadMemory(warp, lane), arguments);
    warp.block.print(PrintFormat.text(packed.text(format), packed));
    return packed.count();
  }

  private static Step fail(Instruction instruction, Binding binding) {
    int message = binding.wide(instruction.operand(0));
    int file = binding.wide(instruction.operand(1));
    int line = binding.word(instruction.operand(2), Type.U32);
    return new Step() {
      @Override
      public void execute(Warp warp, int mask) {
        int lane = Integer.numberOfTrailingZeros(mask);
        ThreadMemory memory = new ThreadMemory(warp, lane);
        throw new Fault(
            DeviceFault.Kind.TRAP,
            lane,
            "assertion '%s' failed at %s:%d"
                .formatted(
                    memory.text(warp.longs[message][lane]),
                    memory.text(warp.longs[file][lane]),
                    warp.words[line][lane]));
      }
    };
  }
}
