package assay.verify;

import assay.spec.Implementation;
import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A bug for each property of {@link SparseMlaDecode}. */
final class SparseMlaDecodeBugs {

  private static final int MOST_KEYS = 8;
  private static final Implementation<Problem> HONEST = golden().reference();
  private static final SparseMlaDecodeTokens TOKENS = new SparseMlaDecodeTokens();

  private SparseMlaDecodeBugs() {}

  @SuppressWarnings("unchecked")
  static GoldenOperator<Problem> golden() {
    return (GoldenOperator<Problem>) GoldenOperators.of(SparseMlaDecode.OPERATOR);
  }

  static Map<String, Implementation<Problem>> all() {
    Map<String, Implementation<Problem>> bugs =
        new HashMap<>(
            new AttentionBugs<>(HONEST, TOKENS, problem -> problem.queryTokens() > 1).all());
    bugs.put(
        "invalid-index",
        Edits.problem(HONEST, problem -> problem.withSelection(invalidAsZero(problem))));
    bugs.put(
        "past-the-count",
        Edits.problem(HONEST, problem -> problem.withSelection(allListed(problem))));
    bugs.put("poison-invisible", Edits.moved(HONEST, SparseMlaDecodeBugs::unlistedByte));
    bugs.put("full-list", Edits.reshaped(HONEST, SparseMlaDecodeBugs::firstKeysOnly));
    bugs.put("sink-outside-lse", Edits.result(HONEST, SparseMlaDecodeBugs::addSinks));
    bugs.put("sink-weight", Edits.problem(HONEST, TOKENS::withoutSinks));
    return bugs;
  }

  private static Selection invalidAsZero(Problem problem) {
    Selection old = problem.selection();
    long slots = (long) problem.cache().pages() * problem.cache().pageSize();
    int[] indices = Arrays.stream(old.indices()).map(i -> i >= 0 && i < slots ? i : 0).toArray();
    return new Selection(old.listed(), indices, old.counts(), old.rule());
  }

  private static Selection allListed(Problem problem) {
    Selection old = problem.selection();
    int slots = problem.cache().pages() * problem.cache().pageSize();
    int[] indices = Arrays.stream(old.indices()).map(i -> i < slots ? i : 0).toArray();
    int[] counts = old.counts().clone();
    Arrays.fill(counts, old.listed());
    return new Selection(old.listed(), indices, counts, old.rule());
  }

  private static int unlistedByte(Problem problem) {
    byte[] bytes = problem.cache().bytes().toArray(ValueLayout.JAVA_BYTE);
    return IntStream.range(0, bytes.length).map(i -> bytes[i]).sum();
  }

  private static Problem firstKeysOnly(Problem problem) {
    return TOKENS.choose(
        problem,
        TOKENS.whole(problem).stream()
            .map(c -> Choice.first(c.token(), Math.min(MOST_KEYS, c.keys().length)))
            .toList());
  }

  private static void addSinks(Problem problem, double[] out, double[] lse) {
    for (int row = 0; row < lse.length; row++) {
      lse[row] = Math.log(Math.exp(lse[row]) + Math.exp(problem.sinks()[row % problem.heads()]));
    }
  }
}
