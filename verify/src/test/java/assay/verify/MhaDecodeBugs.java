package assay.verify;

import assay.numerics.Elements;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import java.util.HashMap;
import java.util.Map;

/** A bug for each property of {@link MhaDecode}. */
final class MhaDecodeBugs {

  private static final Implementation<Problem> HONEST = golden().reference();

  private MhaDecodeBugs() {}

  @SuppressWarnings("unchecked")
  static GoldenOperator<Problem> golden() {
    return (GoldenOperator<Problem>) GoldenOperators.of(MhaDecode.OPERATOR);
  }

  static Map<String, Implementation<Problem>> all() {
    Map<String, Implementation<Problem>> bugs =
        new HashMap<>(
            new AttentionBugs<>(HONEST, new MhaDecodeTokens(), problem -> problem.queryTokens() > 1)
                .all());
    bugs.put("grouped-heads", Edits.moved(HONEST, Problem::groupSize));
    bugs.put("poison-invisible", Edits.moved(HONEST, MhaDecodeBugs::lastEntry));
    bugs.put("value-nan", Edits.problem(HONEST, MhaDecodeBugs::withoutNan));
    return bugs;
  }

  private static int lastEntry(Problem problem) {
    int[] entries = problem.table().entries();
    return entries.length == 0 ? 0 : entries[entries.length - 1];
  }

  private static Problem withoutNan(Problem problem) {
    Elements values = ElementRows.map(problem.values(), x -> Double.isNaN(x) ? 0 : x);
    return MhaDecodeTokens.with(problem, problem.query(), problem.keys(), values, problem.scale());
  }
}
