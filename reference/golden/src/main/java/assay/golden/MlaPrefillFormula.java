package assay.golden;

import assay.numerics.Elements;
import assay.spec.Implementation;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Result;
import java.util.Arrays;

/** {@link MlaPrefill} as its formula reads, for small problems. */
public final class MlaPrefillFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.valueWidth()];
    double[] lse = new double[problem.rows()];
    Arrays.setAll(lse, i -> row(problem, i).attend(out, i * problem.valueWidth()));
    return MlaPrefill.result(problem, out, lse);
  }

  /** Row {@code index} of [N_q, H]. */
  static FormulaRow row(Problem problem, int index) {
    int n = index / problem.heads();
    int h = index % problem.heads();
    int b = 0;
    while (problem.queryStarts()[b + 1] <= n) {
      b++;
    }
    double[][] keys = new double[problem.visible(b, n - problem.queryStarts()[b])][];
    double[][] values = new double[keys.length][];
    for (int t = 0; t < keys.length; t++) {
      long row = (long) (problem.keyStarts()[b] + t) * problem.heads() + h;
      keys[t] = vector(problem.keys(), row, problem.keyWidth());
      values[t] = vector(problem.values(), row, problem.valueWidth());
    }
    return new FormulaRow(
        vector(problem.query(), index, problem.keyWidth()),
        keys,
        values,
        problem.valueWidth(),
        problem.scale(),
        Double.NEGATIVE_INFINITY);
  }

  private static double[] vector(Elements elements, long row, int width) {
    return elements.slice(row * width, width).toDoubles();
  }
}
