package assay.golden;

import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.RotaryEmbeddingBound;
import assay.spec.RotaryEmbeddingBound.Pair;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The golden {@link RotaryEmbedding}, in binary64, without lanes: {@link StrictMath} has the same
 * bits everywhere. Error: docs/numerics.md, lemma 12.
 */
public final class RotaryEmbeddingReference implements Reference<Problem> {

  private RotaryEmbeddingReference() {}

  public static RotaryEmbeddingReference create() {
    return new RotaryEmbeddingReference();
  }

  @Override
  public Result run(Problem problem) {
    double[] y = problem.x().toDoubles();
    Rotation rotation = new Rotation(problem.rope());
    int width = problem.rope().width();
    IntStream.range(0, y.length / width)
        .parallel()
        .forEach(row -> rotation.apply(problem.positions()[row / problem.heads()], y, row * width));
    return RotaryEmbedding.result(problem, y);
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    Result result = run(problem);
    RotaryEmbeddingBudgets budgets = new RotaryEmbeddingBudgets(problem, contract);
    double[] budget = budgets.of(result.tensor("y").values());
    return new Expectation(result, List.of(new ErrorBudget(budget, budget)));
  }

  /** What each pair's budget needs. */
  private record RotaryEmbeddingBudgets(
      Problem problem, Rotation rotation, RotaryEmbeddingBound bound) {

    RotaryEmbeddingBudgets(Problem problem, NumericContract contract) {
      this(
          problem,
          new Rotation(problem.rope()),
          new RotaryEmbeddingBound(contract, problem.rope()));
    }

    double[] of(double[] y) {
      Rope rope = problem.rope();
      double[] budget = new double[y.length];
      for (int pair = 0; pair < y.length / 2; pair++) {
        int row = pair / rope.pairs();
        int i = pair % rope.pairs();
        int position = problem.positions()[row / problem.heads()];
        int first = row * rope.width() + rope.pairing().first(i, rope.width());
        int second = row * rope.width() + rope.pairing().second(i, rope.width());
        fill(y, budget, position, i, first, second);
      }
      return budget;
    }

    private void fill(double[] y, double[] budget, int position, int i, int first, int second) {
      double mscale = problem.rope().yarn().rotationMscale();
      double x1 = mscale * Math.abs(problem.x().get(first));
      double x2 = mscale * Math.abs(problem.x().get(second));
      double angle = rotation.angle(position, i);
      double cosine = Math.abs(StrictMath.cos(angle));
      double sine = Math.abs(StrictMath.sin(angle));
      Pair pair = new Pair(angle, rotation.rampAngle(position, i), Math.hypot(x1, x2));
      budget[first] = bound.budget(pair, y[first], x1 * cosine + x2 * sine);
      budget[second] = bound.budget(pair, y[second], x1 * sine + x2 * cosine);
    }
  }
}
