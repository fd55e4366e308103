package assay.verify.diagnosis;

import assay.spec.MlaLayer;
import assay.verify.GoldenOperator;
import assay.verify.Subject;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What kind of mistake leaves its marks where these are. A clue is believed less than a hypothesis
 * that explains everything, and the more the fewer other mistakes leave the same mark.
 */
record Clues<P>(
    GoldenOperator<P> operator,
    Subject<P> subject,
    List<Sample<P>> samples,
    Set<String> failedProperties) {

  private static final double CERTAIN = 0.97;
  private static final double STRONG = 0.8;
  private static final double FAIR = 0.6;
  private static final double LESS = 0.55;
  private static final double WEAK = 0.4;
  private static final double USUAL = 0.25;
  private static final double UNUSUAL = 0.1;

  /**
   * @param poisoned problems that passed once zeros lay where nothing may be read
   * @param harmed problems that did not pass even then; what is read there is not only read
   */
  List<Diagnosis> all(int poisoned, int harmed) {
    List<Diagnosis> clues = new ArrayList<>();
    if (poisoned > 0) {
      clues.add(
          clue(
              BugClass.POISON,
              "with zeros where nothing may be read, %d of %d problems are right"
                  .formatted(poisoned, poisoned + harmed),
              harmed == 0 ? STRONG : WEAK * poisoned / (poisoned + harmed)));
    }
    List<Sample<P>> wrong = wrong();
    clues.addAll(PropertyClues.of(failedProperties));
    clues.addAll(StrayClues.of(samples.stream().map(Sample::message).toList()));
    if (samples.stream().anyMatch(Sample::drifts)) {
      clues.add(clue(BugClass.STATE, "a second run gives something else", STRONG));
    }
    if (onlyWithEmpty()) {
      clues.add(clue(BugClass.EMPTY, "only problems with an empty sequence fail", FAIR));
    }
    if (!wrong.isEmpty()) {
      clues.addAll(RotationClues.of(wrong));
      RoundingClues.of(wrong).ifPresent(clues::add);
      addWhere(clues, wrong);
      addNotFinite(clues, wrong);
      Coarser.clue(operator, subject, wrong)
          .map(title -> clue(BugClass.ACCUMULATION, title, FAIR + 0.05))
          .ifPresent(clues::add);
      clues.add(
          clue(
              Hypotheses.usual(wrong.getFirst().problem()),
              "nothing more is known than that such mistakes are usual here",
              Hypotheses.attention(wrong.getFirst().problem()).isPresent() ? UNUSUAL : USUAL));
    }
    return clues;
  }

  /** Whether all that fail have a sequence without keys, and nothing that passes has. */
  private boolean onlyWithEmpty() {
    return samples.stream().anyMatch(Sample::failed)
        && samples.stream().anyMatch(s -> !s.failed())
        && samples.stream().allMatch(s -> s.failed() == hasEmpty(s.problem()));
  }

  private static boolean hasEmpty(Object problem) {
    return Hypotheses.attention(problem)
        .map(p -> p.rows().stream().anyMatch(row -> row.length() == 0))
        .orElse(false);
  }

  private List<Sample<P>> wrong() {
    return samples.stream().filter(s -> s.actual().isPresent() && s.failed()).toList();
  }

  private Diagnosis clue(BugClass kind, String title, double belief) {
    return new Diagnosis(kind, title, belief, Math.max(1, wrong().size()));
  }

  private void addWhere(List<Diagnosis> clues, List<Sample<P>> wrong) {
    if (wrong.stream().allMatch(Clues::onlyEmptyRows)) {
      clues.add(clue(BugClass.EMPTY, "only rows without keys are wrong", CERTAIN));
    }
    if (wrong.stream().allMatch(Clues::onlyLse)) {
      clues.add(clue(BugClass.LSE, "only lse is wrong", FAIR));
    }
    if (wrong.stream().allMatch(s -> onlyRows(s, row -> row.visible() < row.length()))) {
      clues.add(clue(BugClass.CAUSAL, "only rows that a mask concerns are wrong", STRONG - 0.05));
    }
    if (wrong.stream().allMatch(Clues::onlyExtreme)) {
      clues.add(clue(BugClass.SOFTMAX, "only rows with scores beyond 80 are wrong", STRONG - 0.1));
    }
    if (wrong.stream().allMatch(Clues::onlySomeHeads)) {
      clues.add(clue(BugClass.HEADS, "only some heads are wrong", FAIR));
    }
    if (wrong.stream().allMatch(s -> Eight.bits(s.problem()))
        && samples.stream().anyMatch(s -> !s.failed() && !Eight.bits(s.problem()))) {
      clues.add(clue(BugClass.FP8, "only 8-bit codes give wrong results", WEAK));
    }
  }

  private void addNotFinite(List<Diagnosis> clues, List<Sample<P>> wrong) {
    boolean swallowed =
        wrong.stream().allMatch(s -> every(s, (golden, actual) -> golden && !actual));
    boolean spread = wrong.stream().allMatch(Clues::isSpread);
    if (swallowed) {
      clues.add(clue(BugClass.POISON, "a NaN of the input does not reach the result", STRONG));
    }
    if (spread && Hypotheses.attention(wrong.getFirst().problem()).isPresent()) {
      clues.add(clue(BugClass.POISON, "a NaN comes from where nothing should be read", FAIR));
    } else if (spread) {
      clues.add(clue(BugClass.LAYOUT, "a NaN comes from between rows", FAIR));
    } else if (Hypotheses.attention(wrong.getFirst().problem()).isEmpty()
        && !(wrong.getFirst().problem() instanceof MlaLayer.Problem)
        && wrong.stream().allMatch(Clues::hasStrayNan)) {
      clues.add(clue(BugClass.LAYOUT, "a NaN among wrong numbers comes from between rows", LESS));
    }
  }

  /** Whether whatever is wrong is a NaN that should be none. */
  static boolean isSpread(Sample<?> sample) {
    return sample.actual().isPresent()
        && sample.failed()
        && every(sample, (golden, actual) -> !golden && actual);
  }

  /** Whether a NaN is there that should be none. */
  private static boolean hasStrayNan(Sample<?> sample) {
    return !every(sample, (golden, actual) -> golden || !actual);
  }

  /** Beyond this F32's e^x is 0 or infinite, give or take. */
  private static final double EXTREME = 80;

  private static boolean onlyExtreme(Sample<?> sample) {
    Optional<AttentionProblem> problem = Hypotheses.attention(sample.problem());
    return problem.isPresent()
        && wrongRows(sample, problem.get()).stream()
            .allMatch(row -> Fitted.largest(problem.get(), row) > EXTREME);
  }

  @FunctionalInterface
  private interface Nan {
    boolean test(boolean golden, boolean actual);
  }

  /** Whether it holds of all wrong elements. */
  private static boolean every(Sample<?> sample, Nan nan) {
    List<BitSet> wrong = sample.wrong();
    for (int t = 0; t < wrong.size(); t++) {
      int tensor = t;
      boolean all =
          wrong.get(t).stream()
              .allMatch(i ->
                  nan.test(
                      Double.isNaN(sample.golden(tensor, i)),
                      Double.isNaN(sample.actual(tensor, i))));
      if (!all) {
        return false;
      }
    }
    return true;
  }

  private static boolean onlyLse(Sample<?> sample) {
    List<BitSet> wrong = sample.wrong();
    for (int t = 0; t < wrong.size(); t++) {
      if (!sample.tensor(t).name().equals("lseNats") && !wrong.get(t).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static boolean onlyEmptyRows(Sample<?> sample) {
    return onlyRows(sample, row -> row.visible() == 0) || MergeClues.onlyEmptyRows(sample);
  }

  private static boolean onlyRows(Sample<?> sample, Predicate<QueryRow> allowed) {
    Optional<AttentionProblem> problem = Hypotheses.attention(sample.problem());
    return problem.isPresent() && wrongRows(sample, problem.get()).stream().allMatch(allowed);
  }

  private static boolean onlySomeHeads(Sample<?> sample) {
    Optional<AttentionProblem> problem = Hypotheses.attention(sample.problem());
    return problem.isPresent()
        && wrongRows(sample, problem.get()).stream().map(QueryRow::head).distinct().count()
            < problem.get().heads();
  }

  private static List<QueryRow> wrongRows(Sample<?> sample, AttentionProblem problem) {
    BitSet rows = new BitSet();
    List<BitSet> wrong = sample.wrong();
    wrong.get(0).stream().forEach(i -> rows.set(i / problem.valueWidth()));
    wrong.get(1).stream().forEach(rows::set);
    return problem.rows().stream().filter(row -> rows.get(row.index())).toList();
  }
}
