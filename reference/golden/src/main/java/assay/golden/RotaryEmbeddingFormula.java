package assay.golden;

import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Yarn;
import org.apache.commons.numbers.core.DD;
import org.apache.commons.numbers.core.Sum;

/** {@link RotaryEmbedding} as its formula reads, frequencies and angles in double-double. */
public final class RotaryEmbeddingFormula implements Implementation<Problem> {

  private static final DD TURN = DD.ofSum(0x1.921fb54442d18p2, 0x1.1a62633145c07p-52);

  @Override
  public Result run(Problem problem) {
    int width = problem.rope().width();
    double[] y = new double[Math.toIntExact(problem.x().count())];
    for (int pair = 0; pair < y.length / 2; pair++) {
      int row = pair / (width / 2);
      int position = problem.positions()[row / problem.heads()];
      turn(problem, row * width, pair % (width / 2), position, y);
    }
    return RotaryEmbedding.result(problem, y);
  }

  private static void turn(Problem problem, int row, int i, int position, double[] y) {
    Rope rope = problem.rope();
    boolean interleaved = rope.pairing() == RopePairing.INTERLEAVED;
    int first = row + (interleaved ? 2 * i : i);
    int second = interleaved ? first + 1 : first + rope.width() / 2;
    DD angle = remainder(frequency(rope, i).multiply((double) position));
    double cosine = StrictMath.cos(angle.hi()) - angle.lo() * StrictMath.sin(angle.hi());
    double sine = StrictMath.sin(angle.hi()) + angle.lo() * StrictMath.cos(angle.hi());
    double x1 = problem.x().get(first);
    double x2 = problem.x().get(second);
    double m = rope.yarn().rotationMscale();
    y[first] = m * Sum.create().addProduct(x1, cosine).addProduct(-x2, sine).getAsDouble();
    y[second] = m * Sum.create().addProduct(x1, sine).addProduct(x2, cosine).getAsDouble();
  }

  /** Less whole turns. */
  private static DD remainder(DD angle) {
    return angle.subtract(TURN.multiply(Math.rint(angle.hi() / TURN.hi())));
  }

  static DD frequency(Rope rope, int i) {
    DD frequency = step(rope).pow(i);
    double ramp = rope.yarn().factor() > 1 ? ramp(rope, i) : 0;
    DD slow = frequency.divide(rope.yarn().factor()).multiply(ramp);
    return slow.add(frequency.multiply(1 - ramp));
  }

  /** θ^(−2/R): two of Newton's steps towards the x whose power R/2 is 1/θ. */
  private static DD step(Rope rope) {
    int half = rope.width() / 2;
    DD x = DD.of(StrictMath.exp(-StrictMath.log(rope.theta()) / half));
    for (int i = 0; i < 2; i++) {
      DD excess = x.pow(half).multiply(rope.theta()).subtract(1);
      x = x.subtract(x.multiply(excess).divide(half));
    }
    return x;
  }

  /** 0 for a pair that turns often, 1 for one that turns seldom. */
  private static double ramp(Rope rope, int i) {
    Yarn yarn = rope.yarn();
    double first = Math.floor(indexOf(rope, yarn.betaFast()));
    double last = Math.ceil(indexOf(rope, yarn.betaSlow()));
    first = first < 0 ? 0 : first;
    last = last > rope.width() - 1 ? rope.width() - 1 : last;
    last = last == first ? first + 0.001 : last;
    return Math.min(1, Math.max(0, (i - first) / (last - first)));
  }

  /** Where originalPositions · θ^(−2i/R) is this many turns. */
  private static double indexOf(Rope rope, double turns) {
    double radians = turns * TURN.hi();
    double logs = StrictMath.log(rope.yarn().originalPositions()) - StrictMath.log(radians);
    return rope.width() / 2.0 * logs / StrictMath.log(rope.theta());
  }
}
