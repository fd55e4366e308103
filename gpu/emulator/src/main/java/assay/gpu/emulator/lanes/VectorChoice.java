package assay.gpu.emulator.lanes;

import static assay.gpu.emulator.lanes.VectorWords.WORDS;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** One of two words by a predicate, vector by vector. */
final class VectorChoice extends Step {

  private final int toIndex;
  private final int yesIndex;
  private final int noIndex;
  private final int predicate;
  private final int flip;

  /**
   * @param flip −1 to choose by the complement of the predicate, else 0
   */
  VectorChoice(int to, int yes, int no, int predicate, int flip) {
    this.toIndex = to;
    this.yesIndex = yes;
    this.noIndex = no;
    this.predicate = predicate;
    this.flip = flip;
  }

  @Override
  public void execute(Warp warp, int mask) {
    int[] to = warp.words[toIndex];
    int[] yes = warp.words[yesIndex];
    int[] no = warp.words[noIndex];
    int chosen = warp.predicates[predicate] ^ flip;
    for (int lane = 0; lane < Warp.LANES; lane += WORDS.length()) {
      IntVector result =
          IntVector.fromArray(WORDS, no, lane)
              .blend(
                  IntVector.fromArray(WORDS, yes, lane),
                  VectorMask.fromLong(WORDS, chosen >>> lane));
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
