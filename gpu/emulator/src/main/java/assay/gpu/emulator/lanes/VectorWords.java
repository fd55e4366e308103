package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** A word from three words, vector by vector; lanes outside the mask keep what they hold. */
final class VectorWords extends Step {

  static final VectorSpecies<Integer> WORDS = IntVector.SPECIES_PREFERRED;

  /** What one vector of lanes computes. */
  interface Op {
    IntVector apply(IntVector a, IntVector b, IntVector c);
  }

  private static final Op OP = Copies.operation(MethodHandles.lookup(), Op.class);

  private final int toIndex;
  private final int aIndex;
  private final int bIndex;
  private final int cIndex;

  VectorWords(int[] registers) {
    toIndex = registers[0];
    aIndex = registers[1];
    bIndex = registers[2];
    cIndex = registers[3];
  }

  @Override
  public void execute(Warp warp, int mask) {
    int[] to = warp.words[toIndex];
    int[] a = warp.words[aIndex];
    int[] b = warp.words[bIndex];
    int[] c = warp.words[cIndex];
    for (int lane = 0; lane < Warp.LANES; lane += WORDS.length()) {
      IntVector result =
          OP.apply(
              IntVector.fromArray(WORDS, a, lane),
              IntVector.fromArray(WORDS, b, lane),
              IntVector.fromArray(WORDS, c, lane));
      if (mask == Warp.ALL) {
        result.intoArray(to, lane);
      } else {
        IntVector.fromArray(WORDS, to, lane)
            .blend(result, VectorMask.fromLong(WORDS, mask >>> lane))
            .intoArray(to, lane);
      }
    }
  }
}
