package assay.verify;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;
import java.util.function.Function;
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

  private final Subject<Problem> subject;
  private final Reference<Problem> golden;

  public PagedMlaDecodeProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.subject = subject;
    this.golden = golden;
  }

  /** Every property, the most telling first. */
  public List<Property<PagedMlaDecodeRecipe>> all() {
    return List.of(
        property(
            "within-budget",
            "Every element is within its error budget of the golden model.",
            this::withinBudget),
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
        property("repeat-run", "A second run gives the same values.", this::repeatRun));
  }

  private Finding withinBudget(PagedMlaDecodeRecipe recipe) {
    return againstGolden(recipe.problem());
  }

  private Finding pagePermutation(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    Problem moved = PagedMlaDecodeTransform.relocatePages(problem, recipe.seed() + 1);
    return sameResult(problem, run(problem), run(moved));
  }

  private Finding batchPermutation(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.batch(), recipe.seed() + 2);
    Problem permuted = PagedMlaDecodeTransform.permuteBatch(problem, order);
    IntUnaryOperator rows = PagedMlaDecodeTransform.batchRows(problem, order);
    return samePermuted(problem, permuted, rows);
  }

  private Finding headPermutation(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.heads(), recipe.seed() + 3);
    Problem permuted = PagedMlaDecodeTransform.permuteHeads(problem, order);
    IntUnaryOperator rows = PagedMlaDecodeTransform.headRows(problem, order);
    return samePermuted(problem, permuted, rows);
  }

  private Finding poisonInvisible(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    Problem clean = PagedMlaDecodeTransform.replaceUnread(problem, ZERO);
    return sameResult(problem, run(problem), run(clean));
  }

  private Finding causalRow(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    Result together = run(problem);
    return IntStream.range(0, problem.queryTokens())
        .mapToObj(s -> sameAsAlone(problem, together, s))
        .reduce((first, second) -> first.failed() ? first : second)
        .orElseThrow();
  }

  private Finding sameAsAlone(Problem problem, Result together, int s) {
    Problem alone = PagedMlaDecodeTransform.queryTokenAlone(problem, s);
    IntUnaryOperator rows = PagedMlaDecodeTransform.tokenRows(problem, s);
    return sameResult(alone, PagedMlaDecodeTransform.gatherRows(alone, together, rows), run(alone));
  }

  private Finding convexity(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    Result actual = run(problem);
    List<ErrorBudget> budgets = golden.expect(problem, subject.contract()).budgets();
    Result clamped = PagedMlaDecodeConvexity.clamp(problem, actual);
    return Finding.of(Judge.compare(new Expectation(clamped, budgets), actual));
  }

  private Finding scaleLaw(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    Problem scaled = PagedMlaDecodeTransform.halveQueryDoubleScale(problem);
    return sameResult(problem, run(problem), run(scaled));
  }

  private Finding liveNan(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    for (int b = 0; b < problem.batch(); b++) {
      int length = problem.cache().lengths()[b];
      if (length > 0) {
        int t = (int) Math.floorMod(recipe.seed(), (long) length);
        return againstGolden(PagedMlaDecodeTransform.withNanKey(problem, b, t));
      }
    }
    return againstGolden(problem);
  }

  private Finding repeatRun(PagedMlaDecodeRecipe recipe) {
    Problem problem = recipe.problem();
    return sameBits(run(problem), run(problem));
  }

  private Finding againstGolden(Problem problem) {
    Expectation expected = golden.expect(problem, subject.contract());
    return Finding.of(Judge.compare(expected, run(problem)));
  }

  private Finding samePermuted(Problem problem, Problem permuted, IntUnaryOperator rows) {
    Result reordered = PagedMlaDecodeTransform.gatherRows(problem, run(problem), rows);
    return sameResult(permuted, reordered, run(permuted));
  }

  /** Two results for problems that are the same as {@code problem}. */
  private Finding sameResult(Problem problem, Result first, Result second) {
    if (subject.bitwise()) {
      return sameBits(first, second);
    }
    List<ErrorBudget> budgets = golden.expect(problem, subject.contract()).budgets();
    return Finding.of(Judge.compare(new Expectation(first, budgets), second, 2));
  }

  private static Finding sameBits(Result first, Result second) {
    List<ErrorBudget> none =
        first.tensors().stream().map(t -> ErrorBudget.ofLength(t.values().length)).toList();
    return Finding.of(Judge.compare(new Expectation(first, none), second));
  }

  private Result run(Problem problem) {
    return subject.implementation().run(problem);
  }

  private static Property<PagedMlaDecodeRecipe> property(
      String name, String statement, Function<PagedMlaDecodeRecipe, Finding> check) {
    return new Property<>(name, statement, check);
  }
}
