package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.List;

/**
 * Laws of attention about scores and values: what scaling, shifting and levelling them does.
 *
 * @param <P> the operator's problem
 */
final class ScoreLaws<P> {

  /** A constant that every cache format holds, tiles of E4M3 included. */
  private static final double CONSTANT = 16;

  /** Nats by which all scores of a row are shifted. */
  private static final List<Double> SHIFTS = List.of(30.0, -200.0, 1000.0, -1e5, 1e5);

  private final AttentionRuns<P> runs;
  private final AttentionTokens<P> tokens;
  private final Checks<P> checks;

  ScoreLaws(AttentionRuns<P> runs) {
    this.runs = runs;
    this.tokens = runs.tokens();
    this.checks = runs.checks();
  }

  List<Property<P>> all() {
    return List.of(
        new Property<>(
            "convexity",
            "Each output lies between the least and the greatest of the values it averages.",
            (problem, seed) -> convexity(problem)),
        new Property<>(
            "constant-value",
            "Where all values are alike, so is their average.",
            (problem, seed) -> convexity(tokens.withConstant(problem, CONSTANT))),
        new Property<>(
            "scale-law", "Twice the query at half the scale is the same problem.", this::scaleLaw),
        new Property<>(
            "shift-law", "A constant added to all scores is added to lse alone.", this::shiftLaw),
        new Property<>(
            "uniform-scores",
            "A query of zeros averages all keys alike.",
            (problem, seed) -> checks.againstGolden(withQuery(problem, zeros(problem)))),
        new Property<>(
            "half-query",
            "A query that is zero on one side of its seam meets the other side alone.",
            this::halfQuery),
        new Property<>(
            "extreme-scores",
            "Scores as large as the query's format gives stay within budget.",
            this::extremeScores));
  }

  private Finding convexity(P problem) {
    AttentionRows rows = runs.rows(problem);
    return AttentionRows.agree(new ValueRange<>(problem, tokens).clamp(rows).withoutBudget(), rows);
  }

  private Finding scaleLaw(P problem, long seed) {
    Elements twice = ElementRows.map(tokens.query(problem), x -> 2 * x);
    P scaled = tokens.withQuery(problem, twice, tokens.scale(problem) / 2);
    return AttentionRows.agree(runs.rows(problem), runs.rows(scaled));
  }

  private Finding shiftLaw(P problem, long seed) {
    P level = tokens.withConstant(tokens.withoutSinks(problem), CONSTANT);
    double shift = SHIFTS.get((int) Math.floorMod(seed, (long) SHIFTS.size()));
    double feature = feature(tokens.query(level), shift / (tokens.scale(level) * CONSTANT));
    P plain = withLastFeature(level, 0);
    P shifted = withLastFeature(level, feature);
    double[] shifts = new double[tokens.rows(level)];
    for (int row = 0; row < shifts.length; row++) {
      double constant = lastFeature(level, row);
      if (Double.isNaN(constant)) {
        return checks.againstGolden(shifted);
      }
      shifts[row] = tokens.scale(level) * feature * constant;
    }
    return AttentionRows.agree(runs.rows(plain).withLseShifted(shifts), runs.rows(shifted));
  }

  /** The power of two next to {@code wanted} that the query's format holds. */
  private static double feature(Elements query, double wanted) {
    int most = query.format() == FloatFormat.FP16 ? 15 : 24;
    int power = Math.min(most, Math.getExponent(wanted));
    return Math.copySign(Math.scalb(1.0, power), wanted);
  }

  /** The last feature that all keys of a row have, 0 where it has none, NaN where they differ. */
  private double lastFeature(P problem, int row) {
    int token = row / tokens.heads(problem);
    int head = row % tokens.heads(problem);
    double common = 0;
    for (int t = 0; t < tokens.visible(problem, token); t++) {
      double[] key = tokens.key(problem, token, head, t);
      double last = key[key.length - 1];
      common = t == 0 || last == common ? last : Double.NaN;
    }
    return common;
  }

  private P withLastFeature(P problem, double feature) {
    Elements query = ElementRows.copy(tokens.query(problem));
    int width = tokens.keyWidth(problem);
    for (long last = width - 1L; last < query.count(); last += width) {
      query.set(last, feature);
    }
    return withQuery(problem, query);
  }

  private Finding halfQuery(P problem, long seed) {
    Elements query = ElementRows.copy(tokens.query(problem));
    int width = tokens.keyWidth(problem);
    boolean firstHalf = (seed & 1) == 0;
    for (int i = 0; i < query.count(); i++) {
      if (i % width < tokens.seam(problem) == firstHalf) {
        query.set(i, 0);
      }
    }
    return checks.againstGolden(withQuery(problem, query));
  }

  private Finding extremeScores(P problem, long seed) {
    double sign = (seed & 1) == 0 ? 1 : -1;
    double largest =
        Arrays.stream(tokens.query(problem).toDoubles()).map(Math::abs).max().orElse(0);
    int power = largest > 0 ? Math.getExponent(Needles.LARGEST / largest) : 0;
    double factor = sign * Math.scalb(1.0, power);
    return checks.againstGolden(
        withQuery(problem, ElementRows.map(tokens.query(problem), x -> factor * x)));
  }

  private Elements zeros(P problem) {
    return ElementRows.zeros(tokens.query(problem));
  }

  private P withQuery(P problem, Elements query) {
    return tokens.withQuery(problem, query, tokens.scale(problem));
  }
}
