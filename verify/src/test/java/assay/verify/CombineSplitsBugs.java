package assay.verify;

import assay.numerics.Elements;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A bug for each property of {@link CombineSplits}. */
final class CombineSplitsBugs {

  private static final Implementation<Problem> HONEST = golden().reference();

  private CombineSplitsBugs() {}

  @SuppressWarnings("unchecked")
  static GoldenOperator<Problem> golden() {
    return (GoldenOperator<Problem>) GoldenOperators.of(CombineSplits.OPERATOR);
  }

  static Map<String, Implementation<Problem>> all() {
    Map<String, Implementation<Problem>> bugs = new HashMap<>();
    bugs.put("within-budget", Edits.mapped(HONEST, out -> 1.001 * out, lse -> lse));
    bugs.put("part-order", Edits.problem(HONEST, CombineSplitsBugs::firstForSecond));
    bugs.put("grouping", Edits.result(HONEST, CombineSplitsBugs::meanInsteadOfSum));
    bugs.put("empty-part", Edits.moved(HONEST, Problem::parts));
    bugs.put("empty-out", Edits.moved(HONEST, problem -> timesZero(problem.out())));
    bugs.put(
        "all-empty",
        Edits.mapped(HONEST, out -> out, lse -> Double.isInfinite(lse) ? Double.NaN : lse));
    bugs.put("single-part", Edits.result(HONEST, CombineSplitsBugs::unwrittenLse));
    bugs.put("repeated-parts", Edits.result(HONEST, CombineSplitsBugs::meanInsteadOfSum));
    bugs.put("equal-parts", Edits.mapped(HONEST, out -> 1.001 * out, lse -> lse));
    bugs.put("dominating-part", Edits.problem(HONEST, CombineSplitsBugs::weightsOfBaseTwo));
    bugs.put(
        "shift-law",
        Edits.mapped(HONEST, out -> out, lse -> lse > 700 ? Double.POSITIVE_INFINITY : lse));
    bugs.put("row-company", Edits.moved(HONEST, Problem::rows));
    bugs.put("live-nan", Edits.mapped(HONEST, out -> out, lse -> Double.isNaN(lse) ? 0 : lse));
    bugs.put("second-call", Edits.remembering(HONEST));
    bugs.put("repeat-run", Edits.drifting(HONEST));
    bugs.put("inputs-unchanged", shiftingInPlace());
    return bugs;
  }

  private static Problem firstForSecond(Problem problem) {
    int[] order = AttentionRuns.range(0, problem.parts());
    order[order.length - 1] = 0;
    return CombineSplitsTransform.withParts(problem, order);
  }

  private static void meanInsteadOfSum(Problem problem, double[] out, double[] lse) {
    Arrays.setAll(lse, i -> lse[i] - Math.log(problem.parts()));
  }

  private static void unwrittenLse(Problem problem, double[] out, double[] lse) {
    Arrays.setAll(lse, i -> problem.parts() == 1 ? 0 : lse[i]);
  }

  private static double timesZero(Elements elements) {
    return 0 * Arrays.stream(elements.toDoubles()).sum();
  }

  private static Problem weightsOfBaseTwo(Problem problem) {
    double[] lse = Arrays.stream(problem.lseNats().toDoubles()).map(x -> x * Math.log(2)).toArray();
    return CombineSplitsTransform.withLse(problem, lse);
  }

  private static Implementation<Problem> shiftingInPlace() {
    return problem -> {
      if (problem.lseNats().count() > 0) {
        problem.lseNats().set(0, 1 + problem.lseNats().get(0));
      }
      return HONEST.run(problem);
    };
  }
}
