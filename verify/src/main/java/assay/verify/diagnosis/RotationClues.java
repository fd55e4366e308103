package assay.verify.diagnosis;

import assay.spec.Rope;
import assay.spec.RotaryEmbedding.Problem;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a wrong rotation keeps. A pair of features is a complex number, times e^{iφ} and an
 * amplitude: where every pair has kept its length the angles are wrong, and where every pair is a
 * multiple of what it should be the amplitude is.
 */
final class RotationClues {

  private static final double BELIEF = 0.9;

  /** As many budgets as explain an element, see {@link Fit}. */
  private static final double BUDGETS = 4;

  private RotationClues() {}

  static List<Diagnosis> of(List<? extends Sample<?>> wrong) {
    List<Diagnosis> clues = new ArrayList<>();
    if (every(wrong, RotationClues::isMultiple)) {
      clues.add(
          new Diagnosis(
              BugClass.SCALE, "all is turned rightly, times a factor", BELIEF, wrong.size()));
    }
    if (every(wrong, RotationClues::keepsLengths)) {
      clues.add(
          new Diagnosis(
              BugClass.ROPE, "pairs have their length, and other angles", BELIEF, wrong.size()));
    }
    return clues;
  }

  private static boolean every(List<? extends Sample<?>> wrong, Predicate<Sample<?>> holds) {
    return wrong.stream().allMatch(s -> s.problem() instanceof Problem && holds.test(s));
  }

  private static boolean isMultiple(Sample<?> sample) {
    int count = sample.tensor(0).values().length;
    int surest =
        IntStream.range(0, count)
            .filter(i -> sample.budget(0, i) < Math.abs(sample.golden(0, i)))
            .reduce(0, (a, b) -> relative(sample, a) <= relative(sample, b) ? a : b);
    double factor = sample.actual(0, surest) / sample.golden(0, surest);
    return IntStream.range(0, count)
        .allMatch(i ->
            Sample.isNear(
                factor * sample.golden(0, i),
                sample.actual(0, i),
                BUDGETS * (1 + factor) * sample.budget(0, i)));
  }

  private static double relative(Sample<?> sample, int i) {
    return sample.budget(0, i) / Math.abs(sample.golden(0, i));
  }

  private static boolean keepsLengths(Sample<?> sample) {
    Rope rope = ((Problem) sample.problem()).rope();
    int rows = sample.tensor(0).values().length / rope.width();
    return IntStream.range(0, rows * rope.pairs())
        .allMatch(pair -> {
          int row = pair / rope.pairs() * rope.width();
          int first = row + rope.pairing().first(pair % rope.pairs(), rope.width());
          int second = row + rope.pairing().second(pair % rope.pairs(), rope.width());
          return Sample.isNear(
              Math.hypot(sample.golden(0, first), sample.golden(0, second)),
              Math.hypot(sample.actual(0, first), sample.actual(0, second)),
              BUDGETS * (sample.budget(0, first) + sample.budget(0, second)));
        });
  }
}
