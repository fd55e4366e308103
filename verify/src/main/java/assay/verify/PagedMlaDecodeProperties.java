package assay.verify;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What must hold for every {@link assay.spec.PagedMlaDecode} and every problem.
 *
 * <p>Source of the statements: the laws of softmax attention, each aimed at a class of reported
 * defects.
 */
public final class PagedMlaDecodeProperties {

  private static final short ZERO = 0;

  private final Checks<Problem> checks;

  public PagedMlaDecodeProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  public List<Property<Problem>> all() {
    return List.of(
        CommonProperties.withinBudget(checks),
        property(
            "page-permutation",
            "Where pages lie in the pool does not matter.",
            this::pagePermutation),
        property(
            "batch-permutation",
            "The order of sequences in the batch does not matter.",
            this::batchPermutation),
        property("head-permutation", "The order of heads does not matter.", this::headPermutation),
        property(
            "poison-invisible",
            "What lies past a length, or in no sequence, does not matter.",
            this::poisonInvisible),
        property(
            "causal-row",
            "A query token of several is that token alone over the keys it sees.",
            this::causalRow),
        property(
            "convexity",
            "Each output lies between the least and the greatest of the values it averages.",
            this::convexity),
        property(
            "scale-law", "Half the query at twice the scale is the same problem.", this::scaleLaw),
        property(
            "live-nan",
            "A NaN in a visible key reaches the rows that see it, and no others.",
            this::liveNan),
        CommonProperties.repeatRun(checks));
  }

  private Finding pagePermutation(Problem problem, long seed) {
    Problem moved = PagedMlaDecodeTransform.relocatePages(problem, seed + 1);
    return checks.sameResult(problem, checks.run(problem), checks.run(moved));
  }

  private Finding batchPermutation(Problem problem, long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.batch(), seed + 2);
    Problem permuted = PagedMlaDecodeTransform.permuteBatch(problem, order);
    IntUnaryOperator rows = PagedMlaDecodeTransform.batchRows(problem, order);
    return samePermuted(problem, permuted, rows);
  }

  private Finding headPermutation(Problem problem, long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.heads(), seed + 3);
    Problem permuted = PagedMlaDecodeTransform.permuteHeads(problem, order);
    IntUnaryOperator rows = PagedMlaDecodeTransform.headRows(problem, order);
    return samePermuted(problem, permuted, rows);
  }

  private Finding poisonInvisible(Problem problem, long seed) {
    Problem clean = PagedMlaDecodeTransform.replaceUnread(problem, ZERO);
    return checks.sameResult(problem, checks.run(problem), checks.run(clean));
  }

  private Finding causalRow(Problem problem, long seed) {
    Result together = checks.run(problem);
    return IntStream.range(0, problem.queryTokens())
        .mapToObj(s -> sameAsAlone(problem, together, s))
        .reduce((first, second) -> first.failed() ? first : second)
        .orElseThrow();
  }

  private Finding sameAsAlone(Problem problem, Result together, int s) {
    Problem alone = PagedMlaDecodeTransform.queryTokenAlone(problem, s);
    IntUnaryOperator rows = PagedMlaDecodeTransform.tokenRows(problem, s);
    return checks.sameResult(
        alone, PagedMlaDecodeTransform.gatherRows(alone, together, rows), checks.run(alone));
  }

  private Finding convexity(Problem problem, long seed) {
    Result actual = checks.run(problem);
    List<ErrorBudget> budgets = checks.expect(problem).budgets();
    Result clamped = PagedMlaDecodeConvexity.clamp(problem, actual);
    return Finding.of(Judge.compare(new Expectation(clamped, budgets), actual));
  }

  private Finding scaleLaw(Problem problem, long seed) {
    Problem scaled = PagedMlaDecodeTransform.halveQueryDoubleScale(problem);
    return checks.sameResult(problem, checks.run(problem), checks.run(scaled));
  }

  private Finding liveNan(Problem problem, long seed) {
    for (int b = 0; b < problem.batch(); b++) {
      int length = problem.cache().lengths()[b];
      if (length > 0) {
        int t = (int) Math.floorMod(seed, (long) length);
        return checks.againstGolden(PagedMlaDecodeTransform.withNanKey(problem, b, t));
      }
    }
    return checks.againstGolden(problem);
  }

  private Finding samePermuted(Problem problem, Problem permuted, IntUnaryOperator rows) {
    Result reordered = PagedMlaDecodeTransform.gatherRows(problem, checks.run(problem), rows);
    return checks.sameResult(permuted, reordered, checks.run(permuted));
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
