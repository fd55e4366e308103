package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.lang.invoke.MethodHandles;

/** A word from a word, a word, a word, lane by lane. */
public final class WordFromWordWordWord extends Step {

  /** What one lane computes. */
  public interface Op {
    int apply(int a, int b, int c);
  }

  private static final Op OP = Copies.operation(MethodHandles.lookup(), Op.class);

  private final int toIndex;
  private final int aIndex;
  private final int bIndex;
  private final int cIndex;

  WordFromWordWordWord(int[] registers) {
    toIndex = registers[0];
    aIndex = registers[1];
    bIndex = registers[2];
    cIndex = registers[3];
  }

  @Override
  public Step hot() {
    return Vectored.hot(OP, this, toIndex, aIndex, bIndex, cIndex);
  }

  @Override
  public void execute(Warp warp, int mask) {
    int[] to = warp.words[toIndex];
    int[] a = warp.words[aIndex];
    int[] b = warp.words[bIndex];
    int[] c = warp.words[cIndex];
    if (mask == Warp.ALL) {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = OP.apply(a[lane], b[lane], c[lane]);
      }
    } else {
      for (int left = mask; left != 0; left &= left - 1) {
        int lane = Integer.numberOfTrailingZeros(left);
        to[lane] = OP.apply(a[lane], b[lane], c[lane]);
      }
    }
  }
}
