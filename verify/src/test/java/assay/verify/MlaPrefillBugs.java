package assay.verify;

import assay.numerics.Elements;
import assay.spec.Implementation;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A bug for each property of {@link MlaPrefill}. */
final class MlaPrefillBugs {

  private static final Implementation<Problem> HONEST = golden().reference();
  private static final MlaPrefillTokens TOKENS = new MlaPrefillTokens();

  private MlaPrefillBugs() {}

  @SuppressWarnings("unchecked")
  static GoldenOperator<Problem> golden() {
    return (GoldenOperator<Problem>) GoldenOperators.of(MlaPrefill.OPERATOR);
  }

  static Map<String, Implementation<Problem>> all() {
    Map<String, Implementation<Problem>> bugs =
        new HashMap<>(new AttentionBugs<>(HONEST, TOKENS, MlaPrefillBugs::severalTokens).all());
    bugs.put("prefill-is-decode", Edits.reshaped(HONEST, MlaPrefillBugs::topLeft));
    bugs.put(
        "ragged-packing",
        Edits.moved(HONEST, problem -> problem.batch() == 0 ? 0 : problem.queries(0)));
    bugs.put("hidden-keys", Edits.moved(HONEST, MlaPrefillBugs::timesZero));
    bugs.put("value-nan", Edits.problem(HONEST, MlaPrefillBugs::withoutNan));
    return bugs;
  }

  private static boolean severalTokens(Problem problem) {
    return IntStream.range(0, problem.batch()).anyMatch(b -> problem.queries(b) > 1);
  }

  /** The i-th query token of a causal problem sees i + 1 keys. */
  private static Problem topLeft(Problem problem) {
    return TOKENS.choose(
        problem,
        TOKENS.whole(problem).stream()
            .map(choice -> problem.causal() ? topLeft(problem, choice.token()) : choice)
            .toList());
  }

  private static Choice topLeft(Problem problem, int token) {
    int b = MlaPrefillTokens.sequence(problem, token);
    int i = token - problem.queryStarts()[b];
    return Choice.first(token, Math.min(i + 1, problem.keys(b)));
  }

  private static double timesZero(Problem problem) {
    return 0 * Arrays.stream(problem.keys().toDoubles()).sum();
  }

  private static Problem withoutNan(Problem problem) {
    Elements values = ElementRows.map(problem.values(), x -> Double.isNaN(x) ? 0 : x);
    return MlaPrefillTokens.with(problem, problem.query(), problem.keys(), values, problem.scale());
  }
}
