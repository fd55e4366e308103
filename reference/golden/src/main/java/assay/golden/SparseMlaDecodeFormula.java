package assay.golden;

import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;
import java.util.Arrays;

/** {@link SparseMlaDecode} as its formula reads, for small problems. */
public final class SparseMlaDecodeFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.valueWidth()];
    double[] lse = new double[problem.rows()];
    Arrays.setAll(lse, i -> row(problem, i).attend(out, i * problem.valueWidth()));
    return SparseMlaDecode.result(problem, out, lse);
  }

  /** Row {@code index} of [B, S, H]. */
  static FormulaRow row(Problem problem, int index) {
    int[] slots = problem.slots(index / problem.heads());
    double[][] keys = new double[slots.length][problem.width()];
    for (int t = 0; t < slots.length; t++) {
      problem.cache().readSlot(slots[t], 0, problem.width(), keys[t], 0);
    }
    long first = (long) index * problem.width();
    return new FormulaRow(
        problem.query().slice(first, problem.width()).toDoubles(),
        keys,
        keys,
        problem.valueWidth(),
        problem.scale(),
        problem.sinks()[index % problem.heads()]);
  }
}
