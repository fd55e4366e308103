package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.SCALE;
import static assay.verify.planted.BugClass.SYNCHRONISATION;

import assay.numerics.FloatFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Scores gone wrong: their scale, and their roped part. */
final class ScoreHypotheses {

  private static final double LOG2_E = 1 / Math.log(2);

  /** YaRN's softmax factors m² for m = 0.1 · mscale · ln factor + 1: of V2-Lite, Kimi-K2, V3. */
  private static final List<Double> MSCALES = List.of(1.5896264, 1.8132500, 1.8738542);

  private ScoreHypotheses() {}

  static List<Altered> all() {
    return Stream.of(scales(), roped()).flatMap(List::stream).toList();
  }

  private static List<Altered> scales() {
    Stream<Altered> named =
        Stream.of(
            scale("2^x without log2 e", Alter.scaleTimes(1 / LOG2_E)),
            scale("log2 e twice", Alter.scaleTimes(LOG2_E)),
            scale("no softmax scale", Alter.scale(problem -> 1)),
            scale("the scale's reciprocal", Alter.scale(problem -> 1 / problem.scale())),
            scale("the scale twice", Alter.scale(p -> p.scale() * p.scale())),
            scale("the scale and log2 e twice", Alter.scale(p -> p.scale() * p.scale() * LOG2_E)),
            scale(
                "the scale rounded to bf16",
                Alter.scale(p -> Rounded.to(FloatFormat.BF16, p.scale()))),
            scale(
                "the scale rounded to fp16",
                Alter.scale(p -> Rounded.to(FloatFormat.FP16, p.scale()))),
            scale(
                "the scale and log2 e rounded to bf16",
                Alter.scale(p -> Rounded.to(FloatFormat.BF16, p.scale() * LOG2_E) / LOG2_E)),
            scale("the scale's square root", Alter.scale(p -> Math.sqrt(p.scale()))),
            scale("1/√ of the key's width", Alter.scale(p -> 1 / Math.sqrt(p.keyWidth()))),
            scale("1/√ of the value's width", Alter.scale(p -> 1 / Math.sqrt(p.valueWidth()))),
            scale("1/√ of the latent's width", Alter.scale(p -> 1 / Math.sqrt(p.latent()))),
            scale("1/√ of a head's 192", Alter.scale(p -> 1 / Math.sqrt(192))),
            scale("1/√ of a head's 128", Alter.scale(p -> 1 / Math.sqrt(128))),
            scale("1/√ of an absorbed head's 576", Alter.scale(p -> 1 / Math.sqrt(576))));
    Stream<Altered> yarn =
        MSCALES.stream()
            .flatMap(m ->
                Stream.of(
                    scale("YaRN's factor %.4f left out".formatted(m), Alter.scaleTimes(1 / m)),
                    scale("YaRN's factor %.4f twice".formatted(m), Alter.scaleTimes(m)),
                    scale("one mscale of YaRN's %.4f".formatted(m), root(m))));
    return Stream.concat(named, yarn).toList();
  }

  private static AttentionSteps root(double factor) {
    return Alter.scaleTimes(1 / Math.sqrt(factor));
  }

  private static List<Altered> roped() {
    return List.of(
        rope("the roped features do not count", 1, 0),
        new Altered(SYNCHRONISATION, "the latent part of a score is lost", parts(0, 1)),
        rope("the roped features count twice", 1, 2),
        new Altered(SCALE, "the roped part is not scaled", unscaled(false)),
        new Altered(SCALE, "the latent part is not scaled", unscaled(true)),
        new Altered(SCALE, "query and key are both times YaRN's 1.26", parts(1, 1.2608 * 1.2608)),
        new Altered(SCALE, "rotations are times YaRN's factor", parts(1, 1.8738542)),
        new Altered(SCALE, "rotations are times YaRN's mscale", parts(1, 1.3688880)),
        new Altered(ROPE, "the query's pairs are adjacent, the key's are halves", paired(true)),
        new Altered(ROPE, "the query's pairs are halves, the key's are adjacent", paired(false)),
        new Altered(ROPE, "every pair turns the other way", Alter.dot(ScoreHypotheses::turned)),
        new Altered(ROPE, "a pair's members are exchanged", Alter.dot(ScoreHypotheses::exchanged)),
        new Altered(ROPE, "roped features come first", Alter.dot(ScoreHypotheses::ropeFirst)));
  }

  private static Altered scale(String title, AttentionSteps steps) {
    return new Altered(SCALE, title, steps);
  }

  private static Altered rope(String title, double latent, double rope) {
    return new Altered(ROPE, title, parts(latent, rope));
  }

  private static AttentionSteps parts(double latent, double rope) {
    return Alter.dot((problem, query, key) ->
        latent * AttentionSteps.dot(query, key, 0, problem.latent())
            + rope * AttentionSteps.dot(query, key, problem.latent(), query.length));
  }

  private static AttentionSteps unscaled(boolean latent) {
    return Alter.dot((problem, query, key) -> {
      double first = AttentionSteps.dot(query, key, 0, problem.latent());
      double second = AttentionSteps.dot(query, key, problem.latent(), query.length);
      return latent ? first / problem.scale() + second : first + second / problem.scale();
    });
  }

  /** Adjacent features 2i and 2i + 1 taken for i and R/2 + i, or the other way round. */
  private static AttentionSteps paired(boolean adjacent) {
    return Alter.dot((problem, query, key) -> {
      int first = problem.latent();
      int half = (query.length - first) / 2;
      double sum = AttentionSteps.dot(query, key, 0, first);
      for (int i = 0; i < 2 * half; i++) {
        int other = i < half ? 2 * i : 2 * (i - half) + 1;
        sum += query[first + (adjacent ? other : i)] * key[first + (adjacent ? i : other)];
      }
      return sum;
    });
  }

  private static double turned(AttentionProblem problem, double[] query, double[] key) {
    double sum = AttentionSteps.dot(query, key, 0, problem.latent());
    for (int i = problem.latent(); i < query.length; i++) {
      sum += (i - problem.latent()) % 2 == 1 ? -query[i] * key[i] : query[i] * key[i];
    }
    return sum;
  }

  private static double exchanged(AttentionProblem problem, double[] query, double[] key) {
    int first = problem.latent();
    return AttentionSteps.dot(query, key, 0, first)
        + IntStream.range(first, query.length - (query.length - first) % 2)
            .mapToDouble(i -> query[first + ((i - first) ^ 1)] * key[i])
            .sum();
  }

  private static double ropeFirst(AttentionProblem problem, double[] query, double[] key) {
    int rope = query.length - problem.latent();
    return IntStream.range(0, query.length)
        .mapToDouble(i -> query[i] * key[(i + rope) % query.length])
        .sum();
  }
}
