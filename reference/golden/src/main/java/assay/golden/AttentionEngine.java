package assay.golden;

import assay.golden.lanes.Lanes;
import assay.golden.lanes.Workspaces;
import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.NumericContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final Map<String, Workspaces<AttentionPass>> PASSES = new ConcurrentHashMap<>();

  AttentionMoments run() {
    AttentionMoments moments = AttentionMoments.firstOnly(shape);
    forEach(pass -> pass.run(moments));
    return moments;
  }

  /** A result and its budgets, of {@code out} and {@code lseNats}. */
  record Expected(AttentionMoments moments, List<ErrorBudget> budgets) {}

  Expected expect(NumericContract contract, Confidence confidence) {
    AttentionMoments moments = AttentionMoments.of(shape);
    AttentionBudgets budgets = new AttentionBudgets(shape, contract, confidence);
    forEach(pass -> {
      pass.runWithSecondMoments(moments);
      budgets.fill(pass, moments);
    });
    return new Expected(moments, budgets.inOrder());
  }

  private void forEach(Consumer<AttentionPass> action) {
    Workspaces<AttentionPass> passes =
        PASSES.computeIfAbsent(
            lanes.name(), name -> new Workspaces<>(() -> new AttentionPass(lanes)));
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> {
          AttentionPass pass = passes.take();
          pass.begin(groups.apply(i), shape);
          action.accept(pass);
          passes.give(pass);
        });
  }
}
