package assay.verify.diagnosis;

import assay.spec.Reference;
import assay.spec.Result;
import assay.verify.GoldenOperator;
import assay.verify.Subject;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says what a wrong subject may do instead of what it should, the likeliest first.
 *
 * <p>Each hypothesis is held against every failing problem; one that explains them all explains the
 * subject. Where none does, clues speak: where the wrong elements lie, and which properties failed.
 *
 * @param <P> the operator's problem
 */
public final class Diagnostician<P> {

  private static final int GUESSES = 3;

  /** How much all hypotheses of a class together are believed. */
  private static final double TOGETHER = 0.8;

  /** What a hypothesis loses that would have shown in every problem that passes. */
  private static final double CONTRADICTED = 0.25;

  private static final double REFUTED = 0.25;

  /** What explains less is not held against problems that pass. */
  private static final double CONSIDERED = 0.1;

  /** Failing problems that hypotheses are held against, the smallest first. */
  private static final int SAMPLES = 5;

  /** Of these the first, which are cheap, show whether a hypothesis is worth the others. */
  private static final int TRIED = 2;

  private static final double HOPELESS = 0.02;

  /** Multiplications of one; a larger problem is looked at only where there is no smaller. */
  private static final long MOST_WORK = 1L << 20;

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
    List<Sample<P>> samples = new ArrayList<>();
    int poisoned = 0;
    int harmed = 0;
    for (P problem : problems) {
      Optional<Sample<P>> sample = Sample.of(problem, subject, golden);
      Optional<Sample<P>> cleaned =
          sample
              .filter(Clues::isSpread)
              .flatMap(s -> Cleaned.of(problem))
              .flatMap(clean -> Sample.of(clean, subject, golden));
      poisoned += cleaned.filter(s -> !s.failed()).isPresent() ? 1 : 0;
      harmed += cleaned.or(() -> sample).filter(Diagnostician::isWrong).isPresent() ? 1 : 0;
      cleaned.filter(Sample::failed).or(() -> sample).ifPresent(samples::add);
    }
    List<Diagnosis> guesses = new ArrayList<>(explained(samples));
    guesses.addAll(new Clues<>(operator, subject, samples, failedProperties).all(poisoned, harmed));
    return best(guesses);
  }

  /**
   * Of one subject in two surroundings. What is wrong even where memory holds nothing harmful is
   * not only a read that harms there.
   *
   * @param checked guesses where whatever must not be read is NaN
   * @param forgiving guesses where it is harmless
   */
  public static List<Diagnosis> best(List<Diagnosis> checked, List<Diagnosis> forgiving) {
    List<Diagnosis> all = new ArrayList<>(forgiving);
    for (Diagnosis guess : checked) {
      boolean refuted = guess.kind() == BugClass.POISON && !forgiving.isEmpty();
      all.add(refuted ? guess.times(REFUTED) : guess);
    }
    return best(all);
  }

  /** One for each class, the likeliest first; of two as likely that which leaves out as it is. */
  public static List<Diagnosis> best(List<Diagnosis> guesses) {
    return Stream.of(BugClass.values())
        .flatMap(kind ->
            guesses.stream()
                .filter(guess -> guess.kind() == kind)
                .max(Comparator.comparingDouble(Diagnosis::explained))
                .stream())
        .sorted(
            Comparator.comparingDouble(Diagnosis::explained)
                .thenComparing(guess -> guess.kind() == BugClass.LSE)
                .reversed())
        .limit(GUESSES)
        .filter(guess -> guess.explained() > 0)
        .toList();
  }

  private static boolean isWrong(Sample<?> sample) {
    return sample.actual().isPresent() && sample.failed();
  }

  /** What one hypothesis explains of each failing problem. */
  private record Fits<P>(Hypothesis<P> hypothesis, double[] each) {

    double mean() {
      return Arrays.stream(each).average().orElse(0);
    }
  }

  private List<Diagnosis> explained(List<Sample<P>> samples) {
    List<Sample<P>> wrong = smallest(samples);
    if (wrong.isEmpty()) {
      return List.of();
    }
    List<List<BitSet>> elements = wrong.stream().map(Sample::wrong).toList();
    List<Sample<P>> right = samples.stream().filter(s -> !s.failed()).toList();
    List<Fits<P>> fits =
        Hypotheses.of(operator, wrong.getLast()).stream()
            .map(hypothesis -> fits(hypothesis, wrong, elements))
            .toList();
    List<Diagnosis> explained = new ArrayList<>();
    for (BugClass kind : BugClass.values()) {
      ofClass(fits.stream().filter(f -> f.hypothesis.kind() == kind).toList(), right)
          .ifPresent(explained::add);
    }
    return explained;
  }

  private static <P> Fits<P> fits(
      Hypothesis<P> hypothesis, List<Sample<P>> wrong, List<List<BitSet>> elements) {
    double[] each = new double[wrong.size()];
    double best = 0;
    for (int i = 0; i < each.length && (i < TRIED || best >= HOPELESS); i++) {
      each[i] = fit(hypothesis, wrong.get(i), elements.get(i));
      best = Math.max(best, each[i]);
    }
    return new Fits<>(hypothesis, each);
  }

  /**
   * The best of one class; or, for less, the class as a whole, since one mistake may look different
   * from problem to problem.
   */
  private static <P> Optional<Diagnosis> ofClass(List<Fits<P>> fits, List<Sample<P>> right) {
    Optional<Diagnosis> best =
        fits.stream()
            .map(f -> diagnosis(f, right))
            .max(Comparator.comparingDouble(Diagnosis::explained));
    return best.map(one ->
        new Diagnosis(
            one.kind(),
            one.title(),
            Math.max(one.explained(), TOGETHER * together(fits)),
            one.problems()));
  }

  private static <P> double together(List<Fits<P>> fits) {
    double sum = 0;
    int count = fits.getFirst().each.length;
    for (int i = 0; i < count; i++) {
      int sample = i;
      sum += fits.stream().mapToDouble(f -> f.each[sample]).max().orElse(0);
    }
    return sum / count;
  }

  private static <P> List<Sample<P>> smallest(List<Sample<P>> samples) {
    List<Sample<P>> wrong =
        samples.stream()
            .filter(s -> s.actual().isPresent() && s.failed())
            .sorted(Comparator.comparingLong(s -> Hypotheses.work(s.problem())))
            .limit(SAMPLES)
            .toList();
    long small = wrong.stream().filter(s -> Hypotheses.work(s.problem()) <= MOST_WORK).count();
    return wrong.subList(0, (int) Math.min(wrong.size(), Math.max(1, small)));
  }

  private static <P> Diagnosis diagnosis(Fits<P> fits, List<Sample<P>> right) {
    double explained = fits.mean();
    double contradicted = explained > CONSIDERED ? contradicted(fits.hypothesis, right) : 0;
    return new Diagnosis(
        fits.hypothesis.kind(),
        fits.hypothesis.title(),
        Math.max(0, explained - contradicted),
        fits.each.length);
  }

  /** A mistake that would have shown where nothing is wrong must be rarer than it looks. */
  private static <P> double contradicted(Hypothesis<P> hypothesis, List<Sample<P>> right) {
    long shown =
        right.stream()
            .filter(s -> Hypotheses.work(s.problem()) <= MOST_WORK)
            .filter(s ->
                hypothesis.result().apply(s.problem()).map(r -> Fit.differs(s, r)).orElse(false))
            .count();
    return right.isEmpty() ? 0 : CONTRADICTED * shown / right.size();
  }

  private static <P> double fit(Hypothesis<P> hypothesis, Sample<P> sample, List<BitSet> wrong) {
    Optional<Result> alternative = hypothesis.result().apply(sample.problem());
    return alternative.map(result -> Fit.of(sample, wrong, result)).orElse(0.0);
  }
}
