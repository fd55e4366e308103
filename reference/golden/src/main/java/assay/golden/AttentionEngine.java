package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.ErrorBudget;
import assay.spec.NumericContract;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Softmax attention in binary64 over independent groups, which run in parallel; each row's bits are
 * its own, whichever thread it falls to.
 *
 * @param count groups
 * @param groups the group of an index below that
 */
record AttentionEngine(
    AttentionShape shape, Lanes lanes, int count, IntFunction<? extends AttentionGroup> groups) {

  AttentionMoments run() {
    AttentionMoments moments = AttentionMoments.firstOnly(shape);
    forEach(pass -> {
      pass.scores();
      pass.softmax(moments.lse());
      pass.means(moments.first());
    });
    return moments;
  }

  /** A result and its budgets, of {@code out} and {@code lseNats}. */
  record Expected(AttentionMoments moments, List<ErrorBudget> budgets) {}

  Expected expect(NumericContract contract) {
    AttentionMoments moments = AttentionMoments.of(shape);
    AttentionBudgets budgets = new AttentionBudgets(shape, contract);
    forEach(pass -> {
      pass.scores();
      double[] scores = pass.copyOfScores();
      double[] spreads = pass.squaredSpreads();
      pass.softmax(moments.lse());
      pass.means(moments.first());
      pass.secondMoments(moments.second());
      budgets.fill(pass, moments, scores, spreads);
    });
    return new Expected(moments, budgets.inOrder());
  }

  private void forEach(Consumer<AttentionPass> action) {
    IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> new AttentionPass(groups.apply(i), shape, lanes))
        .forEach(action);
  }
}
