package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.NORM;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.FloatFormat;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Root-mean-square norms gone wrong. */
final class NormHypotheses {

  private static final List<Double> EPS =
      List.of(0.0, 1e-5, 1e-6, 1e-8, 1e-12, 0x1p-7, 0x1p-8, 0x1p-10, 0x1p-23, 0x1p-52);

  /** What a row's features are multiplied by, besides their weights. */
  @FunctionalInterface
  private interface Root {
    double of(double[] x, double eps);
  }

  @FunctionalInterface
  private interface Feature {
    double of(double[] x, double[] weight, double root, int i);
  }

  private NormHypotheses() {}

  static List<Hypothesis<Problem>> all() {
    List<Hypothesis<Problem>> all =
        new ArrayList<>(
            List.of(
                root(
                    "eps is added to the root's reciprocal",
                    (x, eps) -> 1 / Math.sqrt(mean(x)) + eps),
                root("eps is added to the root", (x, eps) -> 1 / (Math.sqrt(mean(x)) + eps)),
                root(
                    "eps is added to the sum",
                    (x, eps) -> 1 / Math.sqrt((squares(x, x.length) + eps) / x.length)),
                root(
                    "the sum stands for the mean",
                    (x, eps) -> 1 / Math.sqrt(squares(x, x.length) + eps)),
                root(
                    "the mean is over one less",
                    (x, eps) -> 1 / Math.sqrt(squares(x, x.length) / (x.length - 1) + eps)),
                root("no root is taken", (x, eps) -> 1 / (mean(x) + eps)),
                root("the mean is subtracted", (x, eps) -> 1 / Math.sqrt(variance(x) + eps)),
                root(
                    "the reciprocal root is rounded to bf16",
                    (x, eps) -> Rounded.to(FloatFormat.BF16, exact(x, eps))),
                root(
                    "the mean square is rounded to bf16",
                    (x, eps) -> 1 / Math.sqrt(Rounded.to(FloatFormat.BF16, mean(x)) + eps)),
                feature(
                    NORM,
                    "the mean is subtracted from each feature",
                    (x, w, root, i) ->
                        (x[i] - average(x))
                            / Math.sqrt(variance(x) + 1 / (root * root) - mean(x))
                            * w[i]),
                feature(NORM, "weights are left out", (x, w, root, i) -> x[i] * root),
                feature(
                    NORM,
                    "weights are offsets from 1",
                    (x, w, root, i) -> x[i] * root * (1 + w[i])),
                feature(
                    NORM,
                    "neighbours have each other's weight",
                    (x, w, root, i) -> x[i] * root * w[Math.min(i ^ 1, w.length - 1)]),
                feature(
                    NORM,
                    "each feature has the next one's weight",
                    (x, w, root, i) -> x[i] * root * w[(i + 1) % w.length]),
                feature(
                    NORM,
                    "features are rounded to bf16 before the weight",
                    (x, w, root, i) -> Rounded.to(FloatFormat.BF16, x[i] * root) * w[i]),
                feature(
                    NORM,
                    "features are rounded to fp16 before the weight",
                    (x, w, root, i) -> Rounded.to(FloatFormat.FP16, x[i] * root) * w[i]),
                feature(NORM, "no root at all", (x, w, root, i) -> x[i] * w[i])));
    EPS.forEach(eps -> all.add(root("eps is %s".formatted(eps), (x, right) -> exact(x, eps))));
    for (int tile : List.of(2, 4, 8, 16, 32, 64, 128)) {
      all.add(
          root(
              TAIL,
              "squares past the last full %d are left out".formatted(tile),
              (x, eps) -> 1 / Math.sqrt(squares(x, x.length / tile * tile) / x.length + eps)));
      all.add(
          feature(
              TAIL,
              "features past the last full %d are not written".formatted(tile),
              (x, w, root, i) -> i < x.length / tile * tile ? x[i] * root * w[i] : 0));
    }
    all.add(otherRow(STATE, "a row takes the root of the row before", -1, false));
    all.add(otherRow(STATE, "a row takes the root of the next", 1, false));
    all.add(otherRow(NORM, "every row has row 0's root", 0, true));
    all.add(shifted());
    return all;
  }

  private static double exact(double[] x, double eps) {
    return 1 / Math.sqrt(mean(x) + eps);
  }

  private static double squares(double[] x, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += x[i] * x[i];
    }
    return sum;
  }

  private static double mean(double[] x) {
    return squares(x, x.length) / x.length;
  }

  private static double average(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    return sum / x.length;
  }

  private static double variance(double[] x) {
    double mean = average(x);
    return mean(x) - mean * mean;
  }

  private static Hypothesis<Problem> root(String title, Root root) {
    return root(NORM, title, root);
  }

  private static Hypothesis<Problem> root(BugClass kind, String title, Root root) {
    return new Hypothesis<>(
        kind, title, problem -> Optional.of(run(problem, root, (x, w, r, i) -> x[i] * r * w[i])));
  }

  private static Hypothesis<Problem> feature(BugClass kind, String title, Feature feature) {
    return new Hypothesis<>(
        kind, title, problem -> Optional.of(run(problem, NormHypotheses::exact, feature)));
  }

  private static assay.spec.Result run(Problem problem, Root root, Feature feature) {
    int width = problem.width();
    double[] weight = problem.weight().toDoubles();
    double[] y = new double[problem.tokens() * width];
    for (int n = 0; n < problem.tokens(); n++) {
      double[] x = row(problem, n);
      double factor = root.of(x, problem.eps());
      for (int i = 0; i < width; i++) {
        y[n * width + i] = feature.of(x, weight, factor, i);
      }
    }
    return RmsNorm.result(problem, y);
  }

  private static double[] row(Problem problem, int n) {
    return LatentProblem.read(problem.x(), (long) n * problem.width(), problem.width());
  }

  private static Hypothesis<Problem> otherRow(
      BugClass kind, String title, int step, boolean absolute) {
    return new Hypothesis<>(
        kind,
        title,
        problem -> {
          int width = problem.width();
          double[] y = new double[problem.tokens() * width];
          for (int n = 0; n < problem.tokens(); n++) {
            int other = absolute ? step : Math.clamp(n + step, 0, problem.tokens() - 1);
            double root = exact(row(problem, other), problem.eps());
            for (int i = 0; i < width; i++) {
              y[n * width + i] = row(problem, n)[i] * root * problem.weight().get(i);
            }
          }
          return Optional.of(RmsNorm.result(problem, y));
        });
  }

  /** Rows of the result lie one feature later. */
  private static Hypothesis<Problem> shifted() {
    return new Hypothesis<>(
        LAYOUT,
        "features are off by one",
        problem -> {
          double[] y =
              run(problem, NormHypotheses::exact, (x, w, r, i) -> x[i] * r * w[i])
                  .tensors()
                  .getFirst()
                  .values();
          double[] moved = new double[y.length];
          for (int i = 1; i < y.length; i++) {
            moved[i] = y[i - 1];
          }
          return Optional.of(RmsNorm.result(problem, moved));
        });
  }
}
