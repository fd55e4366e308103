package assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What must hold for any operator that is softmax attention. */
final class AttentionProperties {

  /** Laws are many, and each runs the subject more than once. */
  private static final int ONE_IN = 4;

  private AttentionProperties() {}

  /**
   * The laws they share, and in their midst {@code own}, those of one operator.
   *
   * @param data a problem's inputs
   */
  static <P> List<Property<P>> of(
      AttentionRuns<P> runs, Function<P, ProblemData> data, List<Property<P>> own) {
    Checks<P> checks = runs.checks();
    List<Property<P>> all = new ArrayList<>();
    all.addAll(own);
    all.addAll(new KeyLaws<>(runs).all());
    all.addAll(new RowLaws<>(runs).all());
    all.addAll(new ScoreLaws<>(runs).all());
    all.add(CommonProperties.repeatRun(checks));
    all.add(CommonProperties.inputsUnchanged(checks, data));
    all.replaceAll(law -> law.oneIn(ONE_IN));
    all.addFirst(CommonProperties.withinBudget(checks));
    return List.copyOf(all);
  }
}
