package assay.gpu.emulator.execute;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.util.List;

/** Takes a value apart, lowest part first: {@code mov.b64 {a, b}, s}. */
final class Unpack extends Step {

  private final boolean wide;
  private final int from;
  private final int[] parts;
  private final int bits;

  Unpack(boolean wide, int from, List<Integer> parts, int bits) {
    this.wide = wide;
    this.from = from;
    this.parts = parts.stream().mapToInt(Integer::intValue).toArray();
    this.bits = bits;
  }

  @Override
  public void execute(Warp warp, int mask) {
    long ones = (1L << bits) - 1;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      long value = wide ? warp.longs[from][lane] : warp.words[from][lane];
      for (int i = 0; i < parts.length; i++) {
        warp.words[parts[i]][lane] = (int) (value >>> (i * bits) & ones);
      }
    }
  }
}
