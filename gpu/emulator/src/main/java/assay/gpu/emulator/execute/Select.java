package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;

/** One of two values by a predicate: selp. PTX ISA 9.7.6.4. */
final class Select {

  private Select() {}

  static Step build(Instruction instruction, Binding binding, Type type) {
    char letter = Binding.letter(type);
    int a = binding.read(letter, instruction.operand(1), type);
    int b = binding.read(letter, instruction.operand(2), type);
    Setp.Source chooser = Setp.Source.of(instruction.operand(3), binding);
    int to = binding.write(letter, instruction.operand(0));
    return letter == 'W' ? new Words(to, a, b, chooser) : new Longs(to, a, b, chooser);
  }

  private static final class Words extends Step {
    private final int to;
    private final int a;
    private final int b;
    private final Setp.Source chooser;

    Words(int to, int a, int b, Setp.Source chooser) {
      this.to = to;
      this.a = a;
      this.b = b;
      this.chooser = chooser;
    }

    @Override
    public void execute(Warp warp, int mask) {
      int[] x = warp.words[a];
      int[] y = warp.words[b];
      int[] result = warp.words[to];
      int chosen = chooser.of(warp);
      for (int left = mask; left != 0; left &= left - 1) {
        int lane = Integer.numberOfTrailingZeros(left);
        result[lane] = (chosen >> lane & 1) != 0 ? x[lane] : y[lane];
      }
    }
  }

  private static final class Longs extends Step {
    private final int to;
    private final int a;
    private final int b;
    private final Setp.Source chooser;

    Longs(int to, int a, int b, Setp.Source chooser) {
      this.to = to;
      this.a = a;
      this.b = b;
      this.chooser = chooser;
    }

    @Override
    public void execute(Warp warp, int mask) {
      long[] x = warp.longs[a];
      long[] y = warp.longs[b];
      long[] result = warp.longs[to];
      int chosen = chooser.of(warp);
      for (int left = mask; left != 0; left &= left - 1) {
        int lane = Integer.numberOfTrailingZeros(left);
        result[lane] = (chosen >> lane & 1) != 0 ? x[lane] : y[lane];
      }
    }
  }
}
