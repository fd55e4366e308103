package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.lang.invoke.MethodHandles;

/** A word from two binary32 that are hardly ever NaN, lane by lane. */
public final class WordFromFloatFloat extends Step {

  /** What one lane computes. */
  public interface Op {

    /** From any bits. */
    int apply(int a, int b);

    /** The same where neither is NaN; without branches, fit for vectors. */
    int ofNumbers(int a, int b);
  }

  private static final int INFINITY = 0x7f800000;
  private static final Op OP = Copies.operation(MethodHandles.lookup(), Op.class);

  private final int toIndex;
  private final int aIndex;
  private final int bIndex;

  WordFromFloatFloat(int[] registers) {
    toIndex = registers[0];
    aIndex = registers[1];
    bIndex = registers[2];
  }

  @Override
  public void execute(Warp warp, int mask) {
    int[] to = warp.words[toIndex];
    int[] a = warp.words[aIndex];
    int[] b = warp.words[bIndex];
    if (mask == Warp.ALL && areNumbers(a, b)) {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = OP.ofNumbers(a[lane], b[lane]);
      }
    } else {
      for (int left = mask; left != 0; left &= left - 1) {
        int lane = Integer.numberOfTrailingZeros(left);
        to[lane] = OP.apply(a[lane], b[lane]);
      }
    }
  }

  private static boolean areNumbers(int[] a, int[] b) {
    int sign = 0;
    for (int lane = 0; lane < Warp.LANES; lane++) {
      sign |= INFINITY - (a[lane] & Integer.MAX_VALUE) | INFINITY - (b[lane] & Integer.MAX_VALUE);
    }
    return sign >= 0;
  }
}
