package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Vectors;
import assay.gpu.emulator.machine.Warp;

/** One of two words by a predicate, lane by lane. */
public final class WordChoice extends Step {

  private final int toIndex;
  private final int yesIndex;
  private final int noIndex;
  private final int predicate;
  private final int flip;

  /**
   * @param flip −1 to choose by the complement of the predicate, else 0
   */
  public WordChoice(int to, int yes, int no, int predicate, int flip) {
    this.toIndex = to;
    this.yesIndex = yes;
    this.noIndex = no;
    this.predicate = predicate;
    this.flip = flip;
  }

  @Override
  public Step hot() {
    return Vectors.areUseful()
        ? new VectorChoice(toIndex, yesIndex, noIndex, predicate, flip)
        : this;
  }

  @Override
  public void execute(Warp warp, int mask) {
    int[] to = warp.words[toIndex];
    int[] yes = warp.words[yesIndex];
    int[] no = warp.words[noIndex];
    int chosen = warp.predicates[predicate] ^ flip;
    if (mask == Warp.ALL) {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = no[lane] ^ ((yes[lane] ^ no[lane]) & Bits.all(chosen, lane));
      }
    } else {
      for (int left = mask; left != 0; left &= left - 1) {
        int lane = Integer.numberOfTrailingZeros(left);
        to[lane] = (chosen >> lane & 1) != 0 ? yes[lane] : no[lane];
      }
    }
  }
}
