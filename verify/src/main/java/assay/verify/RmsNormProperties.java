package assay.verify;

import assay.numerics.Elements;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.RmsNorm.Problem;
import assay.spec.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What must hold for every {@link assay.spec.RmsNorm} and every problem. */
final class RmsNormProperties {

  /** Where eps matters, and one above and below. */
  private static final List<Double> EPS = List.of(1e-6, 1e-5, 1e-2);

  private final Checks<Problem> checks;

  RmsNormProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    List<Property<Problem>> all = new ArrayList<>();
    all.add(CommonProperties.withinBudget(checks));
    all.add(
        property(
            "tiny-rows",
            "Rows whose mean square is about eps, and rows of zeros, are within budget.",
            this::tinyRows));
    all.add(
        property(
            "scale-law",
            "Features times 2^k and eps times 4^k give the same result.",
            this::scaleLaw));
    all.add(
        property(
            "feature-permutation",
            "The order of features and their weights does not matter.",
            this::featurePermutation));
    all.add(
        property(
            "signed-bias",
            "A row's errors of one sign add up to no more than its root's error allows.",
            this::signedBias));
    all.add(property("live-nan", "A NaN reaches its own row, and no other.", this::liveNan));
    all.addAll(new TokenLaws<>(checks, Problem::tokens, RmsNormProperties::select).all());
    all.add(CommonProperties.repeatRun(checks));
    return all;
  }

  private Finding tinyRows(Problem problem, long seed) {
    double eps = EPS.get((int) Math.floorMod(seed, (long) EPS.size()));
    double[] x = problem.x().toDoubles();
    for (int n = 0; n < problem.tokens(); n++) {
      rescale(x, n * problem.width(), problem.width(), n % 3 == 2 ? 0 : Math.sqrt(eps));
    }
    Elements tiny = Elements.allocate(problem.x().format(), x.length);
    for (int i = 0; i < x.length; i++) {
      tiny.set(i, x[i]);
    }
    return checks.againstGolden(new Problem(problem.width(), tiny, problem.weight(), eps));
  }

  /** Makes the root mean square of {@code width} numbers this. */
  private static void rescale(double[] x, int at, int width, double root) {
    double squares = 0;
    for (int i = at; i < at + width; i++) {
      squares += x[i] * x[i];
    }
    double factor = squares == 0 ? 0 : root / Math.sqrt(squares / width);
    for (int i = at; i < at + width; i++) {
      x[i] *= factor;
    }
  }

  private Finding scaleLaw(Problem problem, long seed) {
    int power = (int) Math.floorMod(seed, 7L) + 2;
    Problem scaled =
        new Problem(
            problem.width(),
            Numbers.map(problem.x(), value -> Math.scalb(value, power)),
            problem.weight(),
            Math.scalb(problem.eps(), 2 * power));
    return checks.nearResult(problem, checks.run(problem), checks.run(scaled));
  }

  private Finding featurePermutation(Problem problem, long seed) {
    int[] order = Numbers.order(problem.width(), seed + 2);
    Problem permuted =
        new Problem(
            problem.width(),
            Numbers.columns(problem.x(), order),
            Numbers.columns(problem.weight(), order),
            problem.eps());
    Tensor y = checks.run(problem).tensor("y");
    double[] reordered = Numbers.columns(Elements.of(y.values()), order).toDoubles();
    Result expected = Result.of(new Tensor(y.name(), y.axes(), reordered));
    return checks.nearResult(permuted, expected, checks.run(permuted));
  }

  private Finding signedBias(Problem problem, long seed) {
    return RmsNormBias.of(problem, checks);
  }

  private Finding liveNan(Problem problem, long seed) {
    if (problem.tokens() == 0) {
      return checks.againstGolden(problem);
    }
    long index = Math.floorMod(seed, problem.x().count());
    Elements poisoned = Numbers.with(problem.x(), index, Double.NaN);
    return checks.againstGolden(
        new Problem(problem.width(), poisoned, problem.weight(), problem.eps()));
  }

  private static Problem select(Problem problem, int... rows) {
    return new Problem(
        problem.width(),
        Numbers.rows(problem.x(), problem.width(), rows),
        problem.weight(),
        problem.eps());
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
