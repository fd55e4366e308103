package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.lang.invoke.MethodHandles;

/** A predicate from a word, a word, lane by lane. */
public final class PredicateFromWordWord extends Step {

  /** What one lane computes: negative for true. */
  public interface Op {
    int apply(int a, int b);
  }

  private static final Op OP = Copies.operation(MethodHandles.lookup(), Op.class);

  private final int toIndex;
  private final int aIndex;
  private final int bIndex;

  PredicateFromWordWord(int[] registers) {
    toIndex = registers[0];
    aIndex = registers[1];
    bIndex = registers[2];
  }

  @Override
  public Step hot() {
    return Vectored.hot(OP, this, toIndex, aIndex, bIndex);
  }

  @Override
  public void execute(Warp warp, int mask) {
    int[] a = warp.words[aIndex];
    int[] b = warp.words[bIndex];
    int result = 0;
    if (mask == Warp.ALL) {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        result |= Bits.one(OP.apply(a[lane], b[lane]), lane);
      }
    } else {
      for (int left = mask; left != 0; left &= left - 1) {
        int lane = Integer.numberOfTrailingZeros(left);
        result |= Bits.one(OP.apply(a[lane], b[lane]), lane);
      }
    }
    warp.predicates[toIndex] = (warp.predicates[toIndex] & ~mask) | result;
  }
}
