package assay.verify.diagnosis;

import assay.spec.Reference;
import assay.spec.Result;
import assay.verify.GoldenOperator;
import assay.verify.Subject;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a wrong subject may do instead of what it should, the likeliest first.
 *
 * <p>Each hypothesis is held against every failing problem; one that explains them all explains
 * the subject. Where none does, clues speak: where the wrong elements lie, and which properties
 * failed.
 *
 * @param <P> the operator's problem
 */
public final class Diagnostician<P> {

  /** A guess that explains less is not worth telling. */
  private static final double LEAST = 0.2;

  private static final int GUESSES = 3;

  private final GoldenOperator<P> operator;
  private final Subject<P> subject;
  private final Set<String> failedProperties;

  /**
   * @param failedProperties their names
   */
  public Diagnostician(
      GoldenOperator<P> operator, Subject<P> subject, Set<String> failedProperties) {
    this.operator = operator;
    this.subject = subject;
    this.failedProperties = Set.copyOf(failedProperties);
  }

  /** The best guesses, by what the subject makes of {@code problems}; some of them should pass. */
  public List<Diagnosis> guesses(List<P> problems) {
    Reference<P> golden = operator.reference();
    List<Sample<P>> samples =
        problems.stream().map(p -> Sample.of(p, subject, golden)).flatMap(Optional::stream).toList();
    List<Diagnosis> guesses = new ArrayList<>(explained(samples));
    guesses.addAll(new Clues<>(operator.operator(), samples, failedProperties).all());
    return guesses.stream()
        .filter(guess -> guess.explained() >= LEAST)
        .sorted(Comparator.comparingDouble(Diagnosis::explained).reversed())
        .limit(GUESSES)
        .toList();
  }

  private List<Diagnosis> explained(List<Sample<P>> samples) {
    List<Sample<P>> wrong = samples.stream().filter(s -> s.actual().isPresent() && s.failed()).toList();
    List<List<BitSet>> elements = wrong.stream().map(Sample::wrong).toList();
    List<Diagnosis> guesses = new ArrayList<>();
    for (Hypothesis<P> hypothesis : Hypotheses.of(operator)) {
      double sum = 0;
      for (int i = 0; i < wrong.size(); i++) {
        sum += fit(hypothesis, wrong.get(i), elements.get(i));
      }
      if (!wrong.isEmpty()) {
        guesses.add(
            new Diagnosis(
                hypothesis.kind(), hypothesis.title(), sum / wrong.size(), wrong.size()));
      }
    }
    return onePerClass(guesses);
  }

  private static <P> double fit(Hypothesis<P> hypothesis, Sample<P> sample, List<BitSet> wrong) {
    Optional<Result> alternative = hypothesis.result().apply(sample.problem());
    return alternative.map(result -> Fit.of(sample, wrong, result)).orElse(0.0);
  }

  private static List<Diagnosis> onePerClass(List<Diagnosis> guesses) {
    List<Diagnosis> best = new ArrayList<>();
    for (BugClass kind : BugClass.values()) {
      guesses.stream()
          .filter(guess -> guess.kind() == kind)
          .max(Comparator.comparingDouble(Diagnosis::explained))
          .ifPresent(best::add);
    }
    return best;
  }
}
