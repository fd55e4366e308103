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

/** Values from other lanes: shfl.sync. PTX ISA 9.7.9.6. */
final class Shuffle extends Step {

  /** Which lane is read. */
  enum Mode {
    UP,
    DOWN,
    BFLY,
    IDX;

    static Mode of(Form form) {
      return form.has("up") ? UP : form.has("down") ? DOWN : form.has("bfly") ? BFLY : IDX;
    }
  }

  private final Mode mode;
  private final int to;
  private final int inRange;
  private final int value;
  private final int distance;
  private final int clamp;
  private final int members;

  private Shuffle(Mode mode, int[] places) {
    this.mode = mode;
    this.value = places[0];
    this.distance = places[1];
    this.clamp = places[2];
    this.members = places[3];
    this.to = places[4];
    this.inRange = places[5];
  }

  static void define(Forms forms) {
    forms.add(
        "9.7.9.6",
        "shfl.sync{.up,.down,.bfly,.idx}.b32",
        f -> (i, b) -> new Shuffle(Mode.of(f), places(i, b)));
  }

  private static int[] places(Instruction instruction, Binding binding) {
    int[] places = new int[6];
    for (int i = 0; i < 4; i++) {
      places[i] = binding.word(instruction.operand(i + 1), Type.B32);
    }
    boolean two = instruction.operand(0) instanceof Operand.Pair;
    Operand first =
        instruction.operand(0) instanceof Operand.Pair(Operand d, Operand p)
            ? d
            : instruction.operand(0);
    places[4] = binding.write('W', first);
    places[5] =
        two
            ? binding.write('P', ((Operand.Pair) instruction.operand(0)).second())
            : binding.fresh(Type.PRED);
    return places;
  }

  @Override
  public void execute(Warp warp, int mask) {
    if (!warp.converged(Members.of(warp, mask, members), mask, "shfl.sync")) {
      return;
    }
    if (mode == Mode.BFLY && mask == Warp.ALL && isWhole(warp.words[clamp])) {
      butterfly(warp);
      return;
    }
    int[] values = warp.words[value];
    int[] read = warp.scratch;
    int valid = 0;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      int source = source(lane, warp.words[distance][lane], warp.words[clamp][lane]);
      if (source >= 0) {
        valid |= 1 << lane;
        check(mask, lane, source);
      }
      read[lane] = values[source >= 0 ? source : lane];
    }
    int[] result = warp.words[to];
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      result[lane] = read[lane];
    }
    warp.predicates[inRange] = warp.predicates[inRange] & ~mask | valid;
  }

  /** Whether the segment of every lane is its whole warp. */
  private static boolean isWhole(int[] clamps) {
    int different = 0;
    for (int lane = 0; lane < Warp.LANES; lane++) {
      different |= clamps[lane] ^ Warp.LANES - 1;
    }
    return different == 0;
  }

  /** All lanes of a warp exchange with another of it. */
  private void butterfly(Warp warp) {
    int[] values = warp.words[value];
    int[] distances = warp.words[distance];
    int[] read = warp.scratch;
    for (int lane = 0; lane < Warp.LANES; lane++) {
      read[lane] = values[lane ^ distances[lane] & Warp.LANES - 1];
    }
    System.arraycopy(read, 0, warp.words[to], 0, Warp.LANES);
    warp.predicates[inRange] = Warp.ALL;
  }

  private static void check(int mask, int lane, int source) {
    if ((mask >> source & 1) == 0) {
      throw new Fault(
          DeviceFault.Kind.UNINITIALISED,
          lane,
          "shfl.sync reads lane %d, which does not take part".formatted(source));
    }
  }

  /** The lane to read, or −1 if it lies outside the segment. */
  private int source(int lane, int b, int c) {
    int segment = c >>> 8 & 31;
    int limit = lane & segment | c & 31 & ~segment;
    int first = lane & segment;
    int distance = b & 31;
    int source =
        switch (mode) {
          case UP -> lane - distance;
          case DOWN -> lane + distance;
          case BFLY -> lane ^ distance;
          case IDX -> first | distance & ~segment;
        };
    boolean inside = mode == Mode.UP ? source >= limit : source <= limit;
    return inside ? source : -1;
  }
}
