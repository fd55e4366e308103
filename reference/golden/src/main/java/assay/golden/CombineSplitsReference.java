package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.CombineSplitsBound;
import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;
import java.util.stream.IntStream;

/** The golden {@link CombineSplits}, in binary64; error: docs/numerics.md, lemma 12. */
public final class CombineSplitsReference implements Reference<Problem> {

  private final Lanes lanes;

  private CombineSplitsReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static CombineSplitsReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static CombineSplitsReference with(Lanes lanes) {
    return new CombineSplitsReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    double[] out = new double[Math.multiplyExact(problem.rows(), problem.width())];
    double[] lse = new double[problem.rows()];
    rows(problem).forEach(row -> lse[row] = combine(problem, row, out).lse());
    return CombineSplits.result(problem, out, lse);
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    double[] out = new double[Math.multiplyExact(problem.rows(), problem.width())];
    double[] lse = new double[problem.rows()];
    double[] outBudget = new double[out.length];
    double[] lseBudget = new double[lse.length];
    CombineSplitsBound bound = new CombineSplitsBound(contract);
    rows(problem)
        .forEach(row -> {
          Weights weights = combine(problem, row, out);
          lse[row] = weights.lse();
          if (Double.isFinite(weights.lse())) {
            CombineSplitsBound.Row budget = bound.row(weights.lses(), weights.weights());
            lseBudget[row] = budget.lse(weights.lse());
            fill(problem, row, weights, budget, out, outBudget);
          }
        });
    return new Expectation(
        CombineSplits.result(problem, out, lse),
        List.of(new ErrorBudget(outBudget, outBudget), new ErrorBudget(lseBudget, lseBudget)));
  }

  /** One row's parts and what each weighs. */
  private record Weights(double[] lses, double[] weights, double lse) {}

  private static IntStream rows(Problem problem) {
    return IntStream.range(0, problem.rows()).parallel();
  }

  private Weights combine(Problem problem, int row, double[] out) {
    Weights weights = weights(problem, row);
    double[] merged = new double[problem.width()];
    for (int k = 0; k < problem.parts(); k++) {
      if (weights.lses()[k] != Double.NEGATIVE_INFINITY) {
        double[] part = part(problem, row, k);
        for (int d = 0; d < merged.length; d++) {
          merged[d] = Math.fma(weights.weights()[k], part[d], merged[d]);
        }
      }
    }
    System.arraycopy(merged, 0, out, row * problem.width(), merged.length);
    return weights;
  }

  private Weights weights(Problem problem, int row) {
    double[] lses = new double[problem.parts()];
    for (int k = 0; k < lses.length; k++) {
      lses[k] = problem.lseNats().get((long) k * problem.rows() + row);
    }
    double largest = lanes.max(lses, 0, lses.length);
    double[] weights = lses.clone();
    if (largest == Double.NEGATIVE_INFINITY) {
      return new Weights(lses, weights, largest);
    }
    double sum = lanes.expSum(weights, 0, weights.length, largest);
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return new Weights(lses, weights, largest + StrictMath.log(sum));
  }

  private static double[] part(Problem problem, int row, int k) {
    double[] part = new double[problem.width()];
    long first = ((long) k * problem.rows() + row) * problem.width();
    problem.out().copyTo(first, part, 0, part.length);
    return part;
  }

  private static void fill(
      Problem problem,
      int row,
      Weights weights,
      CombineSplitsBound.Row bound,
      double[] out,
      double[] budget) {
    double[][] parts = new double[problem.parts()][problem.width()];
    for (int k = 0; k < parts.length; k++) {
      boolean empty = weights.lses()[k] == Double.NEGATIVE_INFINITY;
      parts[k] = empty ? parts[k] : part(problem, row, k);
    }
    double[] column = new double[parts.length];
    for (int d = 0; d < problem.width(); d++) {
      for (int k = 0; k < column.length; k++) {
        column[k] = parts[k][d];
      }
      int element = row * problem.width() + d;
      budget[element] = bound.out(out[element], column);
    }
  }
}
