package assay.verify.diagnosis;

import assay.spec.Result;
import assay.spec.RotaryEmbedding;
import assay.spec.Tensor;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Hypotheses with a number in them, which is read off one wrong result and holds for all. */
final class Fitted {

  /** Factors on the scale are looked for between 2^−RANGE and 2^RANGE. */
  private static final int RANGE = 7;

  /** A factor nearer to 1 is a rounding's. */
  private static final double LEAST = 0x1p-7;

  /** Fewer wrong elements agree on a number by chance. */
  private static final int FEWEST = 3;

  private static final int STEPS = 16;
  private static final int HALVINGS = 50;

  private Fitted() {}

  /** A constant that all wrong elements of a tensor are off by, or are a multiple by. */
  static <P> List<Hypothesis<P>> constants(
      Sample<P> sample, java.util.function.Function<P, Result> golden, BugClass kind) {
    List<Hypothesis<P>> fitted = new ArrayList<>();
    for (int t = 0; t < sample.tensors(); t++) {
      int tensor = t;
      String name = sample.tensor(t).name();
      double offset = median(sample, t, true);
      double factor = median(sample, t, false);
      BugClass of = name.equals("lseNats") ? BugClass.LSE : kind;
      if (!Double.isNaN(offset)) {
        fitted.add(constant(of, "%s is off by %s", name, offset, tensor, golden, v -> v + offset));
      }
      if (Math.abs(factor - 1) >= LEAST) {
        boolean turned = sample.problem() instanceof RotaryEmbedding.Problem;
        BugClass times = turned ? BugClass.SCALE : of;
        fitted.add(
            constant(times, "%s is times %s", name, factor, tensor, golden, v -> v * factor));
      }
    }
    return fitted;
  }

  private static <P> Hypothesis<P> constant(
      BugClass kind,
      String title,
      String name,
      double number,
      int tensor,
      java.util.function.Function<P, Result> golden,
      DoubleUnaryOperator change) {
    return new Hypothesis<>(
        kind,
        title.formatted(name, String.format(Locale.ROOT, "%.4g", number)),
        problem -> Optional.of(changed(golden.apply(problem), tensor, change)));
  }

  private static Result changed(Result right, int tensor, DoubleUnaryOperator change) {
    List<Tensor> tensors = new ArrayList<>(right.tensors());
    Tensor old = tensors.get(tensor);
    double[] values = java.util.Arrays.stream(old.values()).map(change).toArray();
    tensors.set(tensor, new Tensor(old.name(), old.axes(), values));
    return new Result(tensors);
  }

  private static double median(Sample<?> sample, int t, boolean difference) {
    double[] numbers =
        sample.wrong().get(t).stream()
            .mapToDouble(i ->
                difference
                    ? sample.actual(t, i) - sample.golden(t, i)
                    : sample.actual(t, i) / sample.golden(t, i))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return numbers.length < FEWEST ? Double.NaN : numbers[numbers.length / 2];
  }

  /** Factors on the softmax scale that give the lse of the row that tells most. */
  static List<Altered> scales(Sample<?> sample, AttentionProblem problem) {
    Tensor lse = sample.actual().orElseThrow().tensor("lseNats");
    List<Altered> fitted = new ArrayList<>();
    problem.rows().stream()
        .filter(row -> Double.isFinite(lse.values()[row.index()]))
        .filter(row -> sample.wrong().get(1).get(row.index()))
        .max(java.util.Comparator.comparingInt(QueryRow::visible))
        .ifPresent(row ->
            roots(problem, row, lse.values()[row.index()]).stream()
                .filter(factor -> Math.abs(factor - 1) >= LEAST)
                .forEach(factor ->
                    fitted.add(
                        new Altered(
                            BugClass.SCALE,
                            String.format(
                                Locale.ROOT,
                                "the softmax scale is %.5g times what it should be",
                                factor),
                            Alter.scaleTimes(factor)))));
    return fitted;
  }

  private static List<Double> roots(AttentionProblem problem, QueryRow row, double lse) {
    double[] scores = scores(problem, row);
    List<Double> roots = new ArrayList<>();
    for (int i = -RANGE * STEPS; i < RANGE * STEPS; i++) {
      double low = Math.pow(2, (double) i / STEPS);
      double high = Math.pow(2, (double) (i + 1) / STEPS);
      if ((lse(scores, low) - lse) * (lse(scores, high) - lse) <= 0) {
        roots.add(bisected(scores, lse, low, high));
      }
    }
    return roots;
  }

  private static double bisected(double[] scores, double lse, double from, double to) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if ((lse(scores, low) - lse) * (lse(scores, middle) - lse) <= 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double lse(double[] scores, double factor) {
    double largest = factor * AttentionSteps.largest(scores);
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(factor * score - largest);
    }
    return largest + Math.log(sum);
  }

  /** The largest magnitude of a row's scores. */
  static double largest(AttentionProblem problem, QueryRow row) {
    double largest = 0;
    for (double score : scores(problem, row)) {
      largest = Math.max(largest, Math.abs(score));
    }
    return largest;
  }

  private static double[] scores(AttentionProblem problem, QueryRow row) {
    double[] query = problem.query(row);
    double[] scores = new double[row.visible()];
    for (int t = 0; t < scores.length; t++) {
      double[] key = problem.key(problem.slot(row, t), problem.keyHead(row.head()));
      scores[t] = problem.scale() * AttentionSteps.dot(query, key, 0, query.length);
    }
    return scores;
  }
}
