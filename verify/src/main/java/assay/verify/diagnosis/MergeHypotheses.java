package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.EMPTY;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.LSE;
import static assay.verify.planted.BugClass.SOFTMAX;

import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.verify.planted.BugClass;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Merges of splits gone wrong. */
final class MergeHypotheses {

  private static final double LN_2 = Math.log(2);

  /** One row: K parts' lse and outs in, one out. */
  private record Row(double[] lse, double[][] out, int width) {

    Row with(DoubleUnaryOperator change) {
      return new Row(Arrays.stream(lse).map(change).toArray(), out, width);
    }

    Row only(int first, int end) {
      return new Row(
          Arrays.copyOfRange(lse, first, end), Arrays.copyOfRange(out, first, end), width);
    }

    AttentionSteps.Attended merged() {
      double largest = AttentionSteps.largest(lse);
      double sum = 0;
      double[] mean = new double[width];
      for (int k = 0; k < lse.length; k++) {
        double weight = lse[k] == Double.NEGATIVE_INFINITY ? 0 : Math.exp(lse[k] - largest);
        sum += weight;
        if (lse[k] != Double.NEGATIVE_INFINITY) {
          AttentionSteps.add(mean, weight, out[k]);
        }
      }
      double total = sum;
      Arrays.setAll(mean, d -> total == 0 ? 0 : mean[d] / total);
      return new AttentionSteps.Attended(
          mean, total == 0 ? Double.NEGATIVE_INFINITY : largest + Math.log(sum));
    }

    boolean isEmpty() {
      return Arrays.stream(lse).allMatch(l -> l == Double.NEGATIVE_INFINITY);
    }
  }

  @FunctionalInterface
  private interface Merge {
    AttentionSteps.Attended merge(Row row);
  }

  /** Where part k of row n is read from. */
  @FunctionalInterface
  private interface Place {
    long of(Problem problem, int k, int n);
  }

  private MergeHypotheses() {}

  static List<Hypothesis<Problem>> all() {
    return List.of(
        merge(LSE, "the parts' lse is in base 2", row -> row.with(l -> l * LN_2).merged()),
        merge(
            LSE, "natural lse is merged with powers of 2, lse in base 2", MergeHypotheses::inBase2),
        merge(LSE, "natural lse is merged with powers of 2", MergeHypotheses::weightsInBase2),
        merge(LSE, "only the first part's lse is in base 2", MergeHypotheses::firstInBase2),
        merge(LSE, "lse in base 2 is taken for natural", row -> row.with(l -> l / LN_2).merged()),
        merge(LSE, "parts are averaged without weights", row -> outOf(row.with(l -> 0), row)),
        merge(
            LSE,
            "parts that are not empty are averaged",
            row -> outOf(row.with(l -> l == Double.NEGATIVE_INFINITY ? l : 0), row)),
        merge(LSE, "parts are averaged, and their lse too", row -> row.with(l -> 0).merged()),
        merge(LSE, "lse is the last part's", row -> lseOf(row, row.lse[row.lse.length - 1])),
        merge(
            LSE,
            "all is the last part's",
            row -> row.only(row.lse.length - 1, row.lse.length).merged()),
        merge(LSE, "lse is the largest part's", row -> lseOf(row, AttentionSteps.largest(row.lse))),
        merge(
            LSE,
            "the last part is dropped",
            row -> row.only(0, Math.max(1, row.lse.length - 1)).merged()),
        merge(
            LSE,
            "the first part is dropped",
            row -> row.only(Math.min(1, row.lse.length - 1), row.lse.length).merged()),
        merge(
            LSE,
            "an odd last part is dropped",
            row -> row.only(0, Math.max(1, row.lse.length / 2 * 2)).merged()),
        merge(LSE, "a tree drops what is odd", MergeHypotheses::tree),
        merge(
            LSE,
            "lse is rounded to bf16 first",
            row -> row.with(MergeHypotheses::bFloat16).merged()),
        merge(
            LSE,
            "lse of a single part is not written",
            row -> row.lse.length == 1 ? lseOf(row, Double.NaN) : row.merged()),
        merge(
            LSE,
            "lse of a single part is 0",
            row -> row.lse.length == 1 ? lseOf(row, 0) : row.merged()),
        merge(LSE, "the running sum is not rescaled", row -> running(row, false, true)),
        merge(LSE, "the running out is not rescaled", row -> running(row, true, false)),
        merge(SOFTMAX, "exponentials without a shift overflow", MergeHypotheses::unshifted),
        merge(
            EMPTY,
            "an empty part has the weight of lse 0",
            row -> row.with(MergeHypotheses::zeroIfEmpty).merged()),
        merge(
            EMPTY,
            "an empty part's lse is +∞",
            row -> row.with(l -> l == Double.NEGATIVE_INFINITY ? -l : l).merged()),
        merge(EMPTY, "an empty part's out counts at weight 0", MergeHypotheses::emptyOutCounts),
        merge(EMPTY, "rows of empty parts are NaN", row -> row.isEmpty() ? nan(row) : row.merged()),
        merge(
            EMPTY,
            "a row with an empty part is NaN",
            row ->
                Arrays.stream(row.lse).anyMatch(l -> l == Double.NEGATIVE_INFINITY)
                    ? nan(row)
                    : row.merged()),
        merge(EMPTY, "a row that begins with two empty parts is NaN", MergeHypotheses::twoEmpty),
        place("parts lie as [N, K]", MergeHypotheses::exchanged, MergeHypotheses::exchanged),
        place("lse lies as [N, K]", MergeHypotheses::straight, MergeHypotheses::exchanged),
        place("outs lie as [N, K]", MergeHypotheses::exchanged, MergeHypotheses::straight));
  }

  private static long straight(Problem problem, int k, int n) {
    return (long) k * problem.rows() + n;
  }

  private static long exchanged(Problem problem, int k, int n) {
    return (long) n * problem.parts() + k;
  }

  private static Hypothesis<Problem> merge(BugClass kind, String title, Merge merge) {
    return new Hypothesis<>(
        kind,
        title,
        problem ->
            Optional.of(run(problem, merge, MergeHypotheses::straight, MergeHypotheses::straight)));
  }

  private static Hypothesis<Problem> place(String title, Place outs, Place lses) {
    return new Hypothesis<>(
        LAYOUT, title, problem -> Optional.of(run(problem, Row::merged, outs, lses)));
  }

  private static assay.spec.Result run(Problem problem, Merge merge, Place outs, Place lses) {
    int width = problem.width();
    double[] out = new double[problem.rows() * width];
    double[] lse = new double[problem.rows()];
    for (int n = 0; n < problem.rows(); n++) {
      double[] logs = new double[problem.parts()];
      double[][] values = new double[problem.parts()][];
      for (int k = 0; k < problem.parts(); k++) {
        logs[k] = problem.lseNats().get(lses.of(problem, k, n));
        values[k] = LatentProblem.read(problem.out(), outs.of(problem, k, n) * width, width);
      }
      AttentionSteps.Attended merged = merge.merge(new Row(logs, values, width));
      System.arraycopy(merged.out(), 0, out, n * width, width);
      lse[n] = merged.lse();
    }
    return CombineSplits.result(problem, out, lse);
  }

  private static AttentionSteps.Attended inBase2(Row row) {
    AttentionSteps.Attended merged = row.with(l -> l * LN_2).merged();
    return new AttentionSteps.Attended(merged.out(), merged.lse() / LN_2);
  }

  private static AttentionSteps.Attended weightsInBase2(Row row) {
    double largest = AttentionSteps.largest(row.lse);
    AttentionSteps.Attended merged = row.with(l -> (l - largest) * LN_2).merged();
    return new AttentionSteps.Attended(merged.out(), largest + merged.lse());
  }

  private static AttentionSteps.Attended firstInBase2(Row row) {
    double[] lse = row.lse.clone();
    lse[0] /= LN_2;
    return new Row(lse, row.out, row.width).merged();
  }

  private static AttentionSteps.Attended outOf(Row wrong, Row right) {
    return new AttentionSteps.Attended(wrong.merged().out(), right.merged().lse());
  }

  private static AttentionSteps.Attended lseOf(Row row, double lse) {
    return new AttentionSteps.Attended(row.merged().out(), lse);
  }

  private static AttentionSteps.Attended tree(Row row) {
    int count = Math.max(1, Integer.highestOneBit(row.lse.length));
    return row.only(0, count).merged();
  }

  private static double zeroIfEmpty(double lse) {
    return lse == Double.NEGATIVE_INFINITY ? 0 : lse;
  }

  private static double bFloat16(double lse) {
    return Rounded.to(assay.numerics.FloatFormat.BF16, lse);
  }

  private static AttentionSteps.Attended nan(Row row) {
    return new AttentionSteps.Attended(AttentionProblem.nan(row.width), Double.NaN);
  }

  private static AttentionSteps.Attended twoEmpty(Row row) {
    boolean two =
        row.lse.length > 1
            && row.lse[0] == Double.NEGATIVE_INFINITY
            && row.lse[1] == Double.NEGATIVE_INFINITY;
    return two ? nan(row) : row.merged();
  }

  private static AttentionSteps.Attended emptyOutCounts(Row row) {
    AttentionSteps.Attended merged = row.merged();
    for (int k = 0; k < row.lse.length; k++) {
      if (row.lse[k] == Double.NEGATIVE_INFINITY) {
        AttentionSteps.add(merged.out(), 0, row.out[k]);
      }
    }
    return merged;
  }

  private static AttentionSteps.Attended unshifted(Row row) {
    double sum = 0;
    double[] mean = new double[row.width];
    for (int k = 0; k < row.lse.length; k++) {
      double weight = (float) Math.exp(row.lse[k]);
      sum = (float) (sum + weight);
      AttentionSteps.add(mean, weight, row.out[k]);
    }
    double total = sum;
    Arrays.setAll(mean, d -> mean[d] / total);
    return new AttentionSteps.Attended(mean, Math.log(total));
  }

  private static AttentionSteps.Attended running(Row row, boolean ofSum, boolean ofOut) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double[] mean = new double[row.width];
    for (int k = 0; k < row.lse.length; k++) {
      if (row.lse[k] == Double.NEGATIVE_INFINITY) {
        continue;
      }
      double next = Math.max(largest, row.lse[k]);
      double factor = Math.exp(largest - next);
      sum *= ofSum ? factor : 1;
      for (int d = 0; d < row.width; d++) {
        mean[d] *= ofOut ? factor : 1;
      }
      sum += Math.exp(row.lse[k] - next);
      AttentionSteps.add(mean, Math.exp(row.lse[k] - next), row.out[k]);
      largest = next;
    }
    double total = sum;
    Arrays.setAll(mean, d -> total == 0 ? 0 : mean[d] / total);
    return new AttentionSteps.Attended(mean, largest + Math.log(total));
  }
}
