package assay.golden;

import assay.numerics.Elements;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;

/** {@link MhaDecode} as its formula reads, for small problems. */
public final class MhaDecodeFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.valueWidth()];
    double[] lse = new double[problem.rows()];
    Arrays.setAll(lse, i -> row(problem, i).attend(out, i * problem.valueWidth()));
    return MhaDecode.result(problem, out, lse);
  }

  /** Row {@code index} of [B, S, H]. */
  static FormulaRow row(Problem problem, int index) {
    int h = index % problem.heads();
    int s = index / problem.heads() % problem.queryTokens();
    int b = index / problem.heads() / problem.queryTokens();
    int g = h * problem.keyValueHeads() / problem.heads();
    double[][] keys = new double[problem.visible(b, s)][];
    double[][] values = new double[keys.length][];
    for (int t = 0; t < keys.length; t++) {
      long slot = problem.table().slot(b, t) * problem.keyValueHeads() + g;
      keys[t] = vector(problem.keys(), slot, problem.keyWidth());
      values[t] = vector(problem.values(), slot, problem.valueWidth());
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
