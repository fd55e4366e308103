package assay.verify;

import assay.numerics.Elements;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What must hold for every {@link RotaryEmbedding} and every problem. */
final class RotaryEmbeddingProperties {

  /** Where bf16 and tables of common lengths end, and where the longest context does. */
  private static final List<Integer> BASES = List.of(0, 255, 2047, 4094, 65_535, 163_837);

  private final Checks<Problem> checks;

  RotaryEmbeddingProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    List<Property<Problem>> all = new ArrayList<>();
    all.add(CommonProperties.withinBudget(checks));
    all.add(
        property(
            "norm-kept",
            "A turned pair is as long as it was, times m.",
            (problem, seed) -> RotaryNorms.of(problem, checks)));
    all.add(
        property(
            "relative-shift",
            "The product of two turned heads depends on the distance of their positions.",
            (problem, seed) -> RotaryShift.of(problem, checks, seed)));
    all.add(property("position-zero", "At position 0 nothing turns.", this::positionZero));
    all.add(
        property(
            "consecutive-positions",
            "Consecutive positions are within budget wherever they are, and so differ.",
            this::consecutivePositions));
    all.add(
        property(
            "other-pairing",
            "Features in the other pairing's order give the result in that order.",
            this::otherPairing));
    all.addAll(
        new LinearLaws<>(
                checks,
                Problem::x,
                RotaryEmbeddingProperties::with,
                problem -> problem.rope().width())
            .all());
    all.addAll(new TokenLaws<>(checks, Problem::tokens, RotaryEmbeddingProperties::select).all());
    all.add(CommonProperties.repeatRun(checks));
    return all;
  }

  private Finding positionZero(Problem problem, long seed) {
    return checks.againstGolden(at(problem, new int[problem.tokens()]));
  }

  private Finding consecutivePositions(Problem problem, long seed) {
    int base = BASES.get((int) Math.floorMod(seed, (long) BASES.size()));
    int[] positions = new int[problem.tokens()];
    Arrays.setAll(positions, n -> base + n);
    return checks.againstGolden(at(problem, positions));
  }

  private Finding otherPairing(Problem problem, long seed) {
    Rope rope = problem.rope();
    RopePairing other =
        switch (rope.pairing()) {
          case INTERLEAVED -> RopePairing.HALF_SPLIT;
          case HALF_SPLIT -> RopePairing.INTERLEAVED;
        };
    int[] order = new int[rope.width()];
    for (int i = 0; i < rope.pairs(); i++) {
      order[other.first(i, rope.width())] = rope.pairing().first(i, rope.width());
      order[other.second(i, rope.width())] = rope.pairing().second(i, rope.width());
    }
    Problem reordered =
        new Problem(
            new Rope(rope.width(), other, rope.theta(), rope.yarn()),
            problem.heads(),
            Numbers.columns(problem.x(), order),
            problem.positions());
    Elements y = Elements.of(checks.run(problem).tensor("y").values());
    Result expected = RotaryEmbedding.result(reordered, Numbers.columns(y, order).toDoubles());
    return checks.nearResult(reordered, expected, checks.run(reordered));
  }

  static Problem at(Problem problem, int... positions) {
    return new Problem(problem.rope(), problem.heads(), problem.x(), positions);
  }

  private static Problem with(Problem problem, Elements x) {
    return new Problem(problem.rope(), problem.heads(), x, problem.positions());
  }

  private static Problem select(Problem problem, int... rows) {
    int width = problem.heads() * problem.rope().width();
    int[] positions = Arrays.stream(rows).map(row -> problem.positions()[row]).toArray();
    return new Problem(
        problem.rope(), problem.heads(), Numbers.rows(problem.x(), width, rows), positions);
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
