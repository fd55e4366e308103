package assay.gpu.emulator.execute;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import org.jspecify.annotations.Nullable;

/** Values from other lanes: shfl.sync. PTX ISA 9.7.9.6. */
final class Shuffle extends Step {

  private static final String NAME = "shfl.sync";

  private final ShuffleMode mode;
  private final int value;
  private final int distance;
  private final int clamp;
  private final Members members;
  private final int to;
  private final int inRange;

  /** Which lanes are read where that is known beforehand, as it mostly is. */
  private final @Nullable Sources known;

  private Shuffle(Form form, Instruction instruction, Binding binding) {
    mode = ShuffleMode.of(form);
    value = binding.word(instruction.operand(1), Type.B32);
    distance = binding.word(instruction.operand(2), Type.B32);
    clamp = binding.word(instruction.operand(3), Type.B32);
    members = Members.of(instruction.operand(4), binding);
    known = Sources.of(mode, instruction.operand(2), instruction.operand(3));
    Operand result = instruction.operand(0);
    to = binding.write('W', result instanceof Operand.Pair(Operand d, Operand p) ? d : result);
    inRange =
        result instanceof Operand.Pair(Operand d, Operand p)
            ? binding.write('P', p)
            : binding.fresh(Type.PRED);
  }

  static void define(Forms forms) {
    forms.add(
        "9.7.9.6", "shfl.sync{.up,.down,.bfly,.idx}.b32", f -> (i, b) -> new Shuffle(f, i, b));
  }

  /**
   * The lane that each lane reads.
   *
   * @param lanes itself where the one it asks for lies outside its segment
   * @param valid the lanes that read what they asked for
   */
  private record Sources(int[] lanes, int valid) {

    /** Known if distance and clamp are constants. */
    static @Nullable Sources of(ShuffleMode mode, Operand distance, Operand clamp) {
      if (!(distance instanceof Operand.Int(long b) && clamp instanceof Operand.Int(long c))) {
        return null;
      }
      int[] lanes = new int[Warp.LANES];
      int valid = 0;
      for (int lane = 0; lane < Warp.LANES; lane++) {
        int source = mode.source(lane, (int) b, (int) c);
        lanes[lane] = source >= 0 ? source : lane;
        valid |= source >= 0 ? 1 << lane : 0;
      }
      return new Sources(lanes, valid);
    }
  }

  @Override
  public void execute(Warp warp, int mask) {
    if (members.converged(warp, mask, NAME)) {
      int[] from = warp.words[value];
      if (to == value) {
        System.arraycopy(from, 0, warp.scratch, 0, Warp.LANES);
        from = warp.scratch;
      }
      if (known != null && mask == Warp.ALL) {
        exchange(warp, known, from);
      } else {
        exchange(warp, mask, from);
      }
    }
  }

  private void exchange(Warp warp, Sources sources, int[] from) {
    int[] result = warp.words[to];
    int[] lanes = sources.lanes;
    for (int lane = 0; lane < Warp.LANES; lane++) {
      result[lane] = from[lanes[lane] & Warp.LANES - 1];
    }
    warp.predicates[inRange] = sources.valid;
  }

  private void exchange(Warp warp, int mask, int[] from) {
    int[] distances = warp.words[distance];
    int[] clamps = warp.words[clamp];
    int[] result = warp.words[to];
    int valid = 0;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      int source = mode.source(lane, distances[lane], clamps[lane]);
      if (source >= 0) {
        valid |= 1 << lane;
        requireTakesPart(mask, lane, source);
      }
      result[lane] = from[source >= 0 ? source : lane];
    }
    warp.predicates[inRange] = (warp.predicates[inRange] & ~mask) | valid;
  }

  private static void requireTakesPart(int mask, int lane, int source) {
    if ((mask >> source & 1) == 0) {
      throw new Fault(
          DeviceFault.Kind.UNINITIALISED,
          lane,
          "shfl.sync reads lane %d, which does not take part".formatted(source));
    }
  }
}
