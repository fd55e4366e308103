package assay.verify;

import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What must hold for every {@link assay.spec.PagedMlaDecode} and every problem.
 *
 * <p>Source of the statements: the laws of softmax attention, each aimed at a class of reported
 * defects.
 */
public final class PagedMlaDecodeProperties {

  private static final List<Integer> PAGE_SIZES = List.of(1, 2, 7, 16, 64, 128);

  private final AttentionRuns<Problem> runs;
  private final Checks<Problem> checks;

  public PagedMlaDecodeProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
    this.runs = new AttentionRuns<>(checks, new PagedMlaDecodeTokens());
  }

  /** Every property, the most telling first. */
  public List<Property<Problem>> all() {
    List<Property<Problem>> own =
        List.of(
            property(
                "page-permutation",
                "Where pages lie in the pool does not matter.",
                this::pagePermutation),
            property("page-size", "How many keys a page holds does not matter.", this::pageSize),
            property(
                "page-sharing",
                "Sequences may share pages, and a sequence may list a page again.",
                this::pageSharing),
            property(
                "batch-permutation",
                "The order of sequences in the batch does not matter.",
                this::batchPermutation),
            property(
                "head-permutation", "The order of heads does not matter.", this::headPermutation),
            property(
                "poison-invisible",
                "What lies past a length, or in no sequence, does not matter.",
                this::poisonInvisible),
            property(
                "cache-scale",
                "Twice the cache at half the scale gives twice the output.",
                this::cacheScale));
    return AttentionProperties.of(runs, PagedMlaDecodeProblems::data, own);
  }

  private Finding pagePermutation(Problem problem, long seed) {
    Problem moved = PagedMlaDecodeTransform.relocatePages(problem, seed + 1);
    return runs.same(runs.rows(problem), runs.rows(moved));
  }

  private Finding pageSize(Problem problem, long seed) {
    int pageSize = PAGE_SIZES.get((int) Math.floorMod(seed, (long) PAGE_SIZES.size()));
    List<Choice> whole = runs.tokens().whole(problem);
    Problem repaged = PagedMlaDecodeTokens.choose(problem, whole, pageSize);
    return AttentionRows.agree(runs.rows(problem), runs.rows(repaged));
  }

  private Finding pageSharing(Problem problem, long seed) {
    return checks.againstGolden(PagedMlaDecodeTransform.sharePages(problem));
  }

  private Finding batchPermutation(Problem problem, long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.batch(), seed + 2);
    Problem permuted = PagedMlaDecodeTransform.permuteBatch(problem, order);
    return samePermuted(problem, permuted, PagedMlaDecodeTransform.batchRows(problem, order));
  }

  private Finding headPermutation(Problem problem, long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.heads(), seed + 3);
    Problem permuted = PagedMlaDecodeTransform.permuteHeads(problem, order);
    return samePermuted(problem, permuted, PagedMlaDecodeTransform.headRows(problem, order));
  }

  private Finding poisonInvisible(Problem problem, long seed) {
    byte poison = (seed & 1) == 0 ? LatentSlots.HUGE : LatentSlots.NAN;
    Problem poisoned = PagedMlaDecodeTransform.replaceUnread(problem, poison);
    Problem clean = PagedMlaDecodeTransform.replaceUnread(problem, (byte) 0);
    return Checks.sameBits(checks.run(poisoned), checks.run(clean));
  }

  private Finding cacheScale(Problem problem, long seed) {
    Problem doubled = PagedMlaDecodeTransform.doubleCacheHalveScale(problem);
    return AttentionRows.agree(runs.rows(problem).withOutDoubled(), runs.rows(doubled));
  }

  private Finding samePermuted(Problem problem, Problem permuted, IntUnaryOperator source) {
    int[] rows = new int[permuted.rows()];
    Arrays.setAll(rows, source);
    return runs.same(runs.rows(problem).gather(rows), runs.rows(permuted));
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
