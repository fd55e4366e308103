package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The golden {@link PagedMlaDecode}, in binary64.
 *
 * <p>Groups of heads run in parallel; each row's bits are its own, whichever group or thread it
 * falls to. Error: docs/numerics.md, lemma 7; far below any budget of an F32 kernel.
 */
public final class PagedMlaDecodeReference implements Reference<Problem> {

  /** Heads that share a conversion of the cache. */
  private static final int HEADS_PER_GROUP = 64;

  private final Lanes lanes;

  private PagedMlaDecodeReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static PagedMlaDecodeReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static PagedMlaDecodeReference with(Lanes lanes) {
    return new PagedMlaDecodeReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    double[] out = elements(problem);
    double[] lse = new double[problem.rows()];
    forEachGroup(
        problem,
        group -> {
          group.scores();
          group.softmax(lse);
          group.means(out);
        });
    return PagedMlaDecode.result(problem, out, lse);
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract) {
    double[] out = elements(problem);
    double[] moments = elements(problem);
    double[] lse = new double[problem.rows()];
    PagedMlaDecodeBudgets budgets = new PagedMlaDecodeBudgets(problem, contract);
    forEachGroup(
        problem,
        group -> {
          group.scores();
          double[] scores = group.weights().clone();
          double[] spreads = group.squaredSpreads();
          group.softmax(lse);
          group.means(out);
          group.secondMoments(moments);
          budgets.fill(group, scores, spreads, out, moments, lse);
        });
    return new Expectation(PagedMlaDecode.result(problem, out, lse), budgets.inOrder());
  }

  private void forEachGroup(Problem problem, Consumer<PagedMlaDecodeGroup> action) {
    int groups = Math.ceilDiv(problem.heads(), HEADS_PER_GROUP);
    IntStream.range(0, problem.batch() * groups)
        .parallel()
        .mapToObj(i -> group(problem, i / groups, i % groups * HEADS_PER_GROUP))
        .forEach(action);
  }

  private PagedMlaDecodeGroup group(Problem problem, int b, int firstHead) {
    int heads = Math.min(HEADS_PER_GROUP, problem.heads() - firstHead);
    return new PagedMlaDecodeGroup(problem, lanes, b, firstHead, heads);
  }

  private static double[] elements(Problem problem) {
    return new double[Math.multiplyExact(problem.rows(), problem.latent())];
  }
}
