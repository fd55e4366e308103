package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.LSE;
import static assay.verify.planted.BugClass.SOFTMAX;

import assay.verify.diagnosis.AttentionSteps.Attended;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Weights and sums gone wrong: lse, merges of splits, sinks, the running maximum. */
final class SumHypotheses {

  private static final double LN_2 = Math.log(2);
  private static final List<Integer> TILES = List.of(2, 4, 8, 16, 32, 64, 128);
  private static final List<Integer> PARTS = List.of(2, 3, 4, 8);

  private SumHypotheses() {}

  static List<Altered> all() {
    List<Altered> all = new ArrayList<>(logs());
    all.addAll(sinks());
    for (int tile : TILES) {
      all.addAll(merges("of %d keys".formatted(tile), count -> tile));
      all.addAll(running(tile));
    }
    for (int parts : PARTS) {
      all.addAll(merges("%d of them".formatted(parts), count -> Math.ceilDiv(count, parts)));
      for (int tile : List.of(4, 8, 16, 32, 64)) {
        all.addAll(
            merges(
                "%d of them, in tiles of %d".formatted(parts, tile),
                count -> tile * Math.max(1, Math.ceilDiv(Math.ceilDiv(count, tile), parts))));
      }
    }
    for (int empty = 1; empty < 8; empty++) {
      all.add(emptyParts(empty));
    }
    return all;
  }

  private static List<Altered> logs() {
    return List.of(
        lse("lse is in base 2", lse -> lse / LN_2),
        lse("lse is converted to nats twice", lse -> lse * LN_2),
        lse("lse has the other sign", lse -> -lse),
        lse("lse is not a logarithm", Math::exp),
        new Altered(LSE, "lse is the largest score alone", onScores((s, sum) -> largest(s))),
        new Altered(LSE, "lse lacks the largest score", onScores((s, sum) -> Math.log(sum))),
        new Altered(
            LSE,
            "lse has the sum's logarithm in base 2",
            onScores((s, sum) -> largest(s) + Math.log(sum) / LN_2)),
        new Altered(
            LSE,
            "lse has the maximum in base 2",
            onScores((s, sum) -> largest(s) / LN_2 + Math.log(sum))),
        new Altered(LSE, "lse has an unscaled maximum", new UnscaledMaximum()),
        new Altered(LSE, "lse is the sum of exponentials", onScores((s, sum) -> sum)));
  }

  private static List<Altered> sinks() {
    return List.of(
        new Altered(LSE, "the sink is left out", Alter.sink(row -> Double.NEGATIVE_INFINITY)),
        new Altered(LSE, "the sink counts twice", Alter.sink(row -> row.sink() + LN_2)),
        new Altered(
            LSE, "the sink counts three times", Alter.sink(row -> row.sink() + Math.log(3))),
        new Altered(LSE, "the sink counts four times", Alter.sink(row -> row.sink() + 2 * LN_2)),
        new Altered(LSE, "the sink is taken in base 2", Alter.sink(row -> row.sink() * LN_2)),
        new Altered(LSE, "the sink is times log2 e", Alter.sink(row -> row.sink() / LN_2)),
        new Altered(
            LSE,
            "no sink is a sink of 0",
            Alter.sink(row -> Double.isInfinite(row.sink()) ? 0 : row.sink())),
        new Altered(
            LSE,
            "the sink is not relative to the scores",
            Alter.attending(SumHypotheses::absoluteSink)),
        new Altered(LSE, "the sink is times the softmax scale", new ScaledSink()),
        new Altered(LSE, "the sink is the next head's", new OtherSink(1, Integer.MAX_VALUE)),
        new Altered(LSE, "sinks repeat after 2 heads", new OtherSink(0, 2)),
        new Altered(LSE, "sinks repeat after 4 heads", new OtherSink(0, 4)),
        new Altered(LSE, "sinks repeat after 8 heads", new OtherSink(0, 8)),
        new Altered(LSE, "the sink's sign is lost", Alter.sink(row -> -row.sink())),
        new Altered(BugClass.HEADS, "every head has the first sink", new FirstSink()),
        new Altered(LSE, "lse includes the sink", new SinkInLse()));
  }

  /** Splits of so many keys, merged in a wrong way. */
  private static List<Altered> merges(String which, java.util.function.IntUnaryOperator size) {
    return List.of(
        merge("splits (%s) are averaged".formatted(which), size, lse -> 0, false),
        merge("splits (%s) are merged in base 2".formatted(which), size, lse -> lse * LN_2, false),
        merge("splits (%s) have lse in base 2".formatted(which), size, lse -> lse / LN_2, false),
        new Altered(
            LSE,
            "splits (%s) are merged in base 2, lse too".formatted(which),
            Alter.attending((p, row, s, v) -> mergedInBase2(p, s, v, size.applyAsInt(s.length)))),
        merge("out is of the last split (%s)".formatted(which), size, lse -> lse, true),
        new Altered(LSE, "lse is of the last split (%s)".formatted(which), lastLse(size)));
  }

  private static List<Altered> running(int tile) {
    return List.of(
        new Altered(
            SOFTMAX,
            "sums are not rescaled between tiles of " + tile,
            Alter.attending((p, row, s, v) -> unscaled(p, s, v, tile, true, true))),
        new Altered(
            SOFTMAX,
            "out is not rescaled between tiles of " + tile,
            Alter.attending((p, row, s, v) -> unscaled(p, s, v, tile, true, false))),
        new Altered(
            SOFTMAX,
            "the weights' sum is not rescaled between tiles of " + tile,
            Alter.attending((p, row, s, v) -> unscaled(p, s, v, tile, false, true))));
  }

  @FunctionalInterface
  private interface Log {
    double lse(double[] scores, double sum);
  }

  private static Altered lse(String title, DoubleUnaryOperator change) {
    return new Altered(
        LSE,
        title,
        Alter.finishing((p, out, lse) -> Arrays.setAll(lse, i -> change.applyAsDouble(lse[i]))));
  }

  private static AttentionSteps onScores(Log log) {
    return Alter.attending((p, row, s, v) -> {
      Attended right = AttentionSteps.softmax(s, v, p.valueWidth(), row.sink());
      double sum = Math.exp(right.lse() - largest(s));
      return new Attended(right.out(), s.length == 0 ? right.lse() : log.lse(s, sum));
    });
  }

  private static double largest(double[] scores) {
    return AttentionSteps.largest(scores);
  }

  private static Altered merge(
      String title,
      java.util.function.IntUnaryOperator size,
      DoubleUnaryOperator weight,
      boolean last) {
    return new Altered(
        LSE,
        title,
        Alter.attending((p, row, s, v) -> {
          List<Attended> parts = parts(p, s, v, size.applyAsInt(s.length));
          Attended whole = AttentionSteps.softmax(s, v, p.valueWidth(), row.sink());
          if (parts.size() < 2) {
            return whole;
          }
          double[] weights =
              parts.stream().mapToDouble(part -> weight.applyAsDouble(part.lse())).toArray();
          double[][] outs = parts.stream().map(Attended::out).toArray(double[][]::new);
          Attended merged =
              AttentionSteps.softmax(weights, outs, p.valueWidth(), Double.NEGATIVE_INFINITY);
          return new Attended(last ? parts.getLast().out() : merged.out(), whole.lse());
        }));
  }

  private static Attended mergedInBase2(AttentionProblem p, double[] s, double[][] v, int size) {
    List<Attended> parts = parts(p, s, v, size);
    if (parts.size() < 2) {
      return AttentionSteps.softmax(s, v, p.valueWidth(), Double.NEGATIVE_INFINITY);
    }
    double largest = parts.stream().mapToDouble(Attended::lse).max().orElse(0);
    double[] logs = parts.stream().mapToDouble(part -> (part.lse() - largest) * LN_2).toArray();
    double[][] outs = parts.stream().map(Attended::out).toArray(double[][]::new);
    Attended merged = AttentionSteps.softmax(logs, outs, p.valueWidth(), Double.NEGATIVE_INFINITY);
    return new Attended(merged.out(), largest + merged.lse());
  }

  /** So many empty splits that weigh as if their lse were 0. */
  private static Altered emptyParts(int count) {
    return new Altered(
        BugClass.EMPTY,
        "%d empty splits weigh as lse 0".formatted(count),
        Alter.attending((p, row, s, v) -> {
          Attended right = AttentionSteps.softmax(s, v, p.valueWidth(), row.sink());
          double share = 1 / (1 + count * Math.exp(-right.lse()));
          double[] out = Arrays.stream(right.out()).map(o -> o * share).toArray();
          return s.length == 0 ? right : new Attended(out, right.lse() - Math.log(share));
        }));
  }

  private static Attended absoluteSink(AttentionProblem p, QueryRow row, double[] s, double[][] v) {
    Attended right = AttentionSteps.softmax(s, v, p.valueWidth(), Double.NEGATIVE_INFINITY);
    double share = 1 / (1 + Math.exp(row.sink()));
    double[] out = Arrays.stream(right.out()).map(o -> o * share).toArray();
    return s.length == 0 ? right : new Attended(out, right.lse());
  }

  private static final class ScaledSink extends AttentionSteps {
    @Override
    double sink(AttentionProblem problem, QueryRow row) {
      return row.sink() * problem.scale();
    }
  }

  private static final class OtherSink extends AttentionSteps {
    private final int step;
    private final int fold;

    OtherSink(int step, int fold) {
      this.step = step;
      this.fold = fold;
    }

    @Override
    double sink(AttentionProblem problem, QueryRow row) {
      return problem.withHead(row, (row.head() + step) % problem.heads() % fold).sink();
    }
  }

  private static AttentionSteps lastLse(java.util.function.IntUnaryOperator size) {
    return Alter.attending((p, row, s, v) -> {
      List<Attended> parts = parts(p, s, v, size.applyAsInt(s.length));
      Attended whole = AttentionSteps.softmax(s, v, p.valueWidth(), row.sink());
      return parts.isEmpty() ? whole : new Attended(whole.out(), parts.getLast().lse());
    });
  }

  private static List<Attended> parts(AttentionProblem p, double[] s, double[][] v, int size) {
    List<Attended> parts = new ArrayList<>();
    for (int first = 0; first < s.length; first += size) {
      int end = Math.min(s.length, first + size);
      parts.add(
          AttentionSteps.softmax(
              Arrays.copyOfRange(s, first, end),
              Arrays.copyOfRange(v, first, end),
              p.valueWidth(),
              Double.NEGATIVE_INFINITY));
    }
    return parts;
  }

  /** Online softmax whose sums keep the scale of each tile's own maximum. */
  private static Attended unscaled(
      AttentionProblem p, double[] s, double[][] v, int tile, boolean ofOut, boolean ofSum) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double[] out = new double[p.valueWidth()];
    for (int first = 0; first < s.length; first += tile) {
      int end = Math.min(s.length, first + tile);
      double before = largest;
      largest = Math.max(largest, largest(Arrays.copyOfRange(s, first, end)));
      double factor = Math.exp(before - largest);
      sum *= ofSum ? 1 : factor;
      for (int d = 0; d < out.length; d++) {
        out[d] *= ofOut ? 1 : factor;
      }
      for (int t = first; t < end; t++) {
        double weight = Math.exp(s[t] - largest);
        sum += weight;
        AttentionSteps.add(out, weight, v[t]);
      }
    }
    double normaliser = sum;
    Arrays.setAll(out, d -> s.length == 0 ? 0 : out[d] / normaliser);
    return new Attended(out, largest + Math.log(sum));
  }

  private static final class UnscaledMaximum extends AttentionSteps {
    @Override
    Attended attend(AttentionProblem problem, QueryRow row, double[] scores, double[][] values) {
      Attended right = super.attend(problem, row, scores, values);
      double largest = largest(scores);
      return scores.length == 0
          ? right
          : new Attended(right.out(), right.lse() - largest + largest / problem.scale());
    }
  }

  private static final class FirstSink extends AttentionSteps {
    @Override
    double sink(AttentionProblem problem, QueryRow row) {
      return problem.withHead(row, 0).sink();
    }
  }

  private static final class SinkInLse extends AttentionSteps {
    @Override
    Attended attend(AttentionProblem problem, QueryRow row, double[] scores, double[][] values) {
      Attended right = super.attend(problem, row, scores, values);
      double more = Math.log1p(Math.exp(row.sink() - right.lse()));
      return scores.length == 0 ? right : new Attended(right.out(), right.lse() + more);
    }
  }
}
