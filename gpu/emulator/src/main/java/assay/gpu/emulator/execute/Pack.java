package assay.gpu.emulator.execute;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.util.List;

/** Puts narrow values side by side, the first lowest: {@code mov.b64 d, {a, b}}. */
final class Pack extends Step {

  private final boolean wide;
  private final int to;
  private final int[] parts;
  private final int bits;

  Pack(boolean wide, int to, List<Integer> parts, int bits) {
    this.wide = wide;
    this.to = to;
    this.parts = parts.stream().mapToInt(Integer::intValue).toArray();
    this.bits = bits;
  }

  @Override
  public void execute(Warp warp, int mask) {
    long ones = (1L << bits) - 1;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      long value = 0;
      for (int i = 0; i < parts.length; i++) {
        value |= (warp.words[parts[i]][lane] & ones) << (i * bits);
      }
      if (wide) {
        warp.longs[to][lane] = value;
      } else {
        warp.words[to][lane] = (int) value;
      }
    }
  }
}
