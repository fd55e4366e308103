package assay.gpu.emulator.lanes;

import static assay.gpu.emulator.lanes.VectorWords.WORDS;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.IntVector;

/** A predicate from two words, vector by vector. */
final class VectorPredicate extends Step {

  /** The lanes of one vector for which it is true: bit i for lane i, others at will. */
  interface Op {
    long apply(IntVector a, IntVector b);
  }

  /** The bits of one vector. */
  private static final long FIRST = -1L >>> (Long.SIZE - WORDS.length());

  private static final Op OP = Copies.operation(MethodHandles.lookup(), Op.class);

  private final int toIndex;
  private final int aIndex;
  private final int bIndex;

  VectorPredicate(int[] registers) {
    toIndex = registers[0];
    aIndex = registers[1];
    bIndex = registers[2];
  }

  @Override
  public void execute(Warp warp, int mask) {
    int[] a = warp.words[aIndex];
    int[] b = warp.words[bIndex];
    int result = 0;
    for (int lane = 0; lane < Warp.LANES; lane += WORDS.length()) {
      long holds =
          OP.apply(IntVector.fromArray(WORDS, a, lane), IntVector.fromArray(WORDS, b, lane));
      result |= (int) (holds & FIRST) << lane;
    }
    warp.predicates[toIndex] = (warp.predicates[toIndex] & ~mask) | (result & mask);
  }
}
