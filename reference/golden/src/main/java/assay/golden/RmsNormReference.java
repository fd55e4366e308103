package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import assay.spec.RmsNormBound;
import java.util.List;
import java.util.stream.IntStream;

/** The golden {@link RmsNorm}, in binary64; error: docs/numerics.md, lemma 12. */
public final class RmsNormReference implements Reference<Problem> {

  private final Lanes lanes;

  private RmsNormReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static RmsNormReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static RmsNormReference with(Lanes lanes) {
    return new RmsNormReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    double[] y = problem.x().toDoubles();
    double[] weight = problem.weight().toDoubles();
    rows(problem).forEach(row -> norm(problem, weight, y, row));
    return RmsNorm.result(problem, y);
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    double[] x = problem.x().toDoubles();
    double[] y = x.clone();
    double[] weight = problem.weight().toDoubles();
    RmsNormBound bound = new RmsNormBound(contract, confidence, problem.width());
    ErrorBudget budget = ErrorBudget.ofLength(y.length);
    rows(problem)
        .forEach(row -> {
          double squares = norm(problem, weight, y, row);
          double fourths = fourths(x, row, problem.width());
          fill(bound.row(squares, fourths, problem.eps()), weight, y, row, budget);
        });
    return new Expectation(RmsNorm.result(problem, y), List.of(budget));
  }

  /** Where each row begins. */
  private static IntStream rows(Problem problem) {
    return IntStream.range(0, problem.tokens()).parallel().map(n -> n * problem.width());
  }

  /** Replaces a row of x by its norm and returns Σ x². */
  private double norm(Problem problem, double[] weight, double[] x, int row) {
    double squares = lanes.dot(x, row, x, row, problem.width());
    double factor = 1 / Math.sqrt(squares / problem.width() + problem.eps());
    for (int i = 0; i < problem.width(); i++) {
      x[row + i] = x[row + i] * factor * weight[i];
    }
    return squares;
  }

  private double fourths(double[] x, int row, int width) {
    double[] squares = new double[width];
    for (int i = 0; i < width; i++) {
      squares[i] = x[row + i] * x[row + i];
    }
    return lanes.dot(squares, 0, squares, 0, width);
  }

  private static void fill(
      RmsNormBound.Row bound, double[] weight, double[] y, int row, ErrorBudget budget) {
    for (int i = 0; i < weight.length; i++) {
      budget.hard()[row + i] = bound.hard(y[row + i], weight[i]);
      budget.statistical()[row + i] = bound.statistical(y[row + i], weight[i]);
    }
  }
}
