package assay.verify;

import assay.numerics.Elements;
import assay.spec.AttentionForm;
import assay.spec.LatentStore;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaWeights;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.TokenSchedule;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What must hold for every {@link assay.spec.MlaLayer} and every problem. */
final class MlaLayerProperties {

  private static final List<Integer> PAGE_SIZES = List.of(1, 2, 5, 64);

  private final Checks<Problem> checks;

  MlaLayerProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    return List.of(
        CommonProperties.withinBudget(checks),
        property(
            "prefill-is-decode",
            "All tokens at once give what they give one after another.",
            (problem, seed) ->
                sameRun(
                    problem.withSchedule(problem.schedule().atOnce()),
                    problem.withSchedule(problem.schedule().oneByOne()))),
        property(
            "other-form", "The absorbed form gives what the expanded form does.", this::otherForm),
        property(
            "other-schedule",
            "How tokens are cut into steps does not matter.",
            this::otherSchedule),
        property("other-pages", "The page size does not matter.", this::otherPages),
        property(
            "query-scale",
            "Queries 2^k as large at a softmax scale 2^−k as large give the same result.",
            this::queryScale),
        property(
            "batch-independence",
            "A sequence alone gives what it gives among others.",
            this::batchIndependence),
        property(
            "batch-permutation", "The order of sequences does not matter.", this::batchPermutation),
        property(
            "live-nan",
            "A NaN reaches its token and the later ones of its sequence, and no others.",
            this::liveNan),
        CommonProperties.repeatRun(checks));
  }

  private Finding sameRun(Problem problem, Problem other) {
    return checks.nearResult(problem, checks.run(problem), checks.run(other));
  }

  private Finding otherForm(Problem problem, long seed) {
    AttentionForm other =
        switch (problem.form()) {
          case ABSORBED -> AttentionForm.EXPANDED;
          case EXPANDED -> AttentionForm.ABSORBED;
        };
    return checks.scaledResult(problem, problem.withForm(other), 1);
  }

  private Finding otherSchedule(Problem problem, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] steps = new int[problem.schedule().batch()][];
    for (int b = 0; b < steps.length; b++) {
      steps[b] = cut(problem.schedule().tokens(b), random);
    }
    return sameRun(problem, problem.withSchedule(new TokenSchedule(steps)));
  }

  private static int[] cut(int tokens, SplittableRandom random) {
    IntStream.Builder steps = IntStream.builder();
    int left = tokens;
    while (left > 0) {
      int step = 1 + random.nextInt(left);
      steps.add(step);
      left -= step;
    }
    return steps.build().toArray();
  }

  private Finding otherPages(Problem problem, long seed) {
    int pageSize = PAGE_SIZES.get((int) Math.floorMod(seed, (long) PAGE_SIZES.size()));
    LatentStore store = new LatentStore(problem.store().format(), pageSize);
    return sameRun(problem, problem.withStore(store));
  }

  private Finding queryScale(Problem problem, long seed) {
    int power = (int) Math.floorMod(seed, 9L) - 4;
    MlaWeights weights = problem.weights();
    MlaWeights scaled =
        new MlaWeights(
            weights.shape(),
            weights.queryDown(),
            Numbers.map(weights.query(), value -> Math.scalb(value, power)),
            weights.latentDown(),
            weights.latentNorm(),
            weights.latentUp(),
            weights.output());
    Constants constants = problem.constants();
    float scale = Math.scalb(constants.softmaxScale(), -power);
    Problem other =
        new Problem(
            scaled,
            new Constants(constants.normEps(), constants.rope(), scale),
            problem.hidden(),
            problem.schedule(),
            problem.store(),
            problem.form());
    return checks.scaledResult(problem, other, 1);
  }

  private Finding batchIndependence(Problem problem, long seed) {
    return sameSequences(problem, (int) Math.floorMod(seed, (long) problem.schedule().batch()));
  }

  private Finding batchPermutation(Problem problem, long seed) {
    return sameSequences(problem, Numbers.order(problem.schedule().batch(), seed));
  }

  private Finding sameSequences(Problem problem, int... order) {
    TokenSchedule old = problem.schedule();
    int[][] steps = IntStream.of(order).mapToObj(b -> old.steps()[b]).toArray(int[][]::new);
    int[] rows =
        IntStream.of(order)
            .flatMap(b -> IntStream.range(old.firstRow(b), old.firstRow(b) + old.tokens(b)))
            .toArray();
    Elements hidden = Numbers.rows(problem.hidden(), problem.shape().hidden(), rows);
    Problem selected =
        new Problem(
            problem.weights(),
            problem.constants(),
            hidden,
            new TokenSchedule(steps),
            problem.store(),
            problem.form());
    Result among = Numbers.rows(checks.run(problem), rows);
    return checks.sameResult(selected, among, checks.run(selected));
  }

  private Finding liveNan(Problem problem, long seed) {
    if (problem.tokens() == 0) {
      return checks.againstGolden(problem);
    }
    long index = Math.floorMod(seed * 31, problem.hidden().count());
    return checks.againstGolden(
        problem.withHidden(Numbers.with(problem.hidden(), index, Double.NaN)));
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
