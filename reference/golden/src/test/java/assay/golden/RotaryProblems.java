package assay.golden;

import assay.numerics.Elements;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Yarn;

/** Rotary embeddings as models use them, and random ones. */
final class RotaryProblems {

  /** DeepSeek-V3's. */
  static final Rope DEEPSEEK = new Rope(64, RopePairing.INTERLEAVED, 10_000, Yarn.of(40, 1));

  /** The last position of DeepSeek-V3's context. */
  static final int LAST = 163_840;

  private RotaryProblems() {}

  static Problem problem(Draw draw) {
    return problem(draw, rope(draw), positions(draw, draw.between(0, 4)));
  }

  static Problem problem(Draw draw, Rope rope, int... positions) {
    int heads = draw.between(1, 3);
    Elements x = LinearProblems.bf16(draw, positions.length * heads * rope.width());
    return new Problem(rope, heads, x, positions);
  }

  static Rope rope(Draw draw) {
    RopePairing pairing = draw.coin() ? RopePairing.INTERLEAVED : RopePairing.HALF_SPLIT;
    double theta = draw.between(100, 10_000_000);
    return new Rope(2 * draw.between(1, 40), pairing, theta, yarn(draw));
  }

  static int[] positions(Draw draw, int count) {
    int[] positions = new int[count];
    for (int n = 0; n < count; n++) {
      positions[n] = draw.between(-1000, 2 * LAST);
    }
    return positions;
  }

  static Problem withRope(Problem problem, Rope rope) {
    return new Problem(rope, problem.heads(), problem.x(), problem.positions());
  }

  static Rope withPairing(Rope rope, RopePairing pairing) {
    return new Rope(rope.width(), pairing, rope.theta(), rope.yarn());
  }

  static Rope withYarn(Rope rope, Yarn yarn) {
    return new Rope(rope.width(), rope.pairing(), rope.theta(), yarn);
  }

  private static Yarn yarn(Draw draw) {
    int original = draw.between(1, 64) * 256;
    Yarn yarn = new Yarn(draw.between(2, 128), original, draw.between(2, 64), 1, 1, 0.707);
    return draw.coin() ? yarn : Yarn.NONE;
  }
}
