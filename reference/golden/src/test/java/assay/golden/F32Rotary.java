package assay.golden;

import assay.numerics.FloatFormat;
import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Yarn;

/**
 * An honest kernel in F32, angles included; and its planted bugs.
 *
 * @param table format that cos and sin are kept in
 * @param output format of y
 */
record F32Rotary(FloatFormat table, FloatFormat output, Bug bug)
    implements Implementation<Problem> {

  /** What the kernel gets wrong. */
  enum Bug {
    NONE,
    TURNS_BACK,
    ONE_POSITION_LATE,
    NO_YARN,
    NO_MSCALE,
    OTHER_PAIRING
  }

  @Override
  public Result run(Problem problem) {
    double[] y = problem.x().toDoubles();
    int pairs = problem.rope().pairs();
    for (int pair = 0; pair < y.length / 2; pair++) {
      int row = pair / pairs;
      int position = problem.positions()[row / problem.heads()];
      turn(problem.rope(), y, row * problem.rope().width(), pair % pairs, position);
    }
    return RotaryEmbedding.result(problem, y);
  }

  private void turn(Rope rope, double[] y, int row, int i, int position) {
    float angle = (bug == Bug.ONE_POSITION_LATE ? position + 1 : position) * frequency(rope, i);
    float m = bug == Bug.NO_MSCALE ? 1 : (float) rope.yarn().rotationMscale();
    float cosine = (float) F32Linear.round(m * (float) Math.cos(angle), table);
    float sine = (float) F32Linear.round(m * (float) Math.sin(angle), table);
    sine = bug == Bug.TURNS_BACK ? -sine : sine;
    RopePairing pairing = bug == Bug.OTHER_PAIRING ? other(rope.pairing()) : rope.pairing();
    int first = row + pairing.first(i, rope.width());
    int second = row + pairing.second(i, rope.width());
    float x1 = (float) y[first];
    float x2 = (float) y[second];
    y[first] = F32Linear.round(x1 * cosine - x2 * sine, output);
    y[second] = F32Linear.round(x1 * sine + x2 * cosine, output);
  }

  private float frequency(Rope rope, int i) {
    float exponent = 2f * i / rope.width();
    float frequency = 1 / (float) Math.pow(rope.theta(), exponent);
    if (bug == Bug.NO_YARN || rope.yarn().factor() == 1) {
      return frequency;
    }
    float ramp = ramp(rope, i);
    return frequency / (float) rope.yarn().factor() * ramp + frequency * (1 - ramp);
  }

  private static float ramp(Rope rope, int i) {
    Yarn yarn = rope.yarn();
    float low = Math.max(0, (float) Math.floor(index(rope, yarn.betaFast())));
    float high = Math.min(rope.width() - 1, (float) Math.ceil(index(rope, yarn.betaSlow())));
    float length = high == low ? 0.001f : high - low;
    return Math.clamp((i - low) / length, 0f, 1f);
  }

  private static double index(Rope rope, double turns) {
    double wavelength = rope.yarn().originalPositions() / (turns * 2 * Math.PI);
    return rope.width() * Math.log(wavelength) / (2 * Math.log(rope.theta()));
  }

  private static RopePairing other(RopePairing pairing) {
    return switch (pairing) {
      case INTERLEAVED -> RopePairing.HALF_SPLIT;
      case HALF_SPLIT -> RopePairing.INTERLEAVED;
    };
  }
}
