package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AbsorbQuery;
import assay.spec.AbsorbQuery.Problem;
import assay.spec.DecompressHeads;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.ProjectionWeights.Dense;
import assay.spec.Result;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Absorbed queries against their formula, their budget, and what they are for. */
final class AbsorbQueryReferenceTest {

  private final AbsorbQueryReference reference = AbsorbQueryReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(60)
        .map(LinearProblems::absorbQuery)
        .forEach(
            problem -> ReferenceChecks.assertAgree(reference, new AbsorbQueryFormula(), problem));
  }

  @Test
  void honestKernelsKeepTheirBudgets() {
    for (boolean truncating : new boolean[] {false, true}) {
      F32Linear kernel = new F32Linear(truncating, FloatFormat.BF16, FloatFormat.BF16);
      Draw.seeds(20)
          .map(LinearProblems::absorbQuery)
          .forEach(problem ->
              ReferenceChecks.assertHonest(
                  reference, NumericContract.BF16, kernel::absorbQuery, problem));
    }
  }

  @Test
  void plantedBugsExceedTheirBudgets() {
    Problem problem = problem(new Draw(4));
    ReferenceChecks.assertSeen(
        reference, NumericContract.BF16, p -> reference.run(values(p)), problem);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, this::ropeFirst, problem);
    assertFalse(ReferenceChecks.agrees(reference, problem, p -> reference.run(values(p))));
  }

  @Test
  void givesTheSameBitsWithAllLanesAndThreads() {
    Problem problem = LinearProblems.absorbQuery(new Draw(2));
    ReferenceChecks.assertSameBits(AbsorbQueryReference::with, problem);
  }

  /** (q W_UK) · c = q · (W_UK c), exactly where all numbers are small integers. */
  @Test
  void absorbedQueriesMeetLatents_asQueriesMeetDecompressedKeys() {
    Draw draw = new Draw(9);
    LatentUp up = new LatentUp(3, 6, 5, new Dense(33, 7, Elements.of(draw.integers(33 * 7))));
    Elements query = Elements.of(draw.integers(3 * 8));
    Elements slot = Elements.of(draw.integers(9));
    double[] q = reference.run(new Problem(up, 2, query)).tensor("q").values();
    double[] k =
        DecompressHeadsReference.create()
            .run(DecompressHeads.Problem.allHeads(up, 2, slot))
            .tensor("k")
            .values();
    for (int h = 0; h < 3; h++) {
      double expanded = dot(query.toDoubles(), h * 8, k, h * 8, 8);
      assertEquals(expanded, dot(q, h * 9, slot.toDoubles(), 0, 9));
    }
  }

  @Test
  void ropedFeaturesPassUnchanged() {
    Problem problem = problem(new Draw(4));
    double[] q = reference.run(problem).tensor("q").values();
    double[] query = problem.query().toDoubles();
    int latent = problem.up().latent();
    for (int row = 0; row < q.length / problem.width(); row++) {
      int from = row * problem.keyWidth() + problem.up().nope();
      int to = row * problem.width() + latent;
      assertArrayEquals(
          Arrays.copyOfRange(query, from, from + problem.rope()),
          Arrays.copyOfRange(q, to, to + problem.rope()));
    }
  }

  private static Problem problem(Draw draw) {
    LatentUp up = new LatentUp(4, 24, 24, LinearProblems.dense(draw, 4 * 48, 40));
    return new Problem(up, 8, LinearProblems.bf16(draw, 2 * 4 * 32));
  }

  /** Takes W_UV for W_UK; both are 24 rows a head. */
  private static Problem values(Problem problem) {
    LatentUp wrong = new WeightsOf(problem.up()).shifted(problem.up().nope());
    return new Problem(wrong, problem.rope(), problem.query());
  }

  /** Concatenates rope ‖ latent. */
  private Result ropeFirst(Problem problem) {
    double[] q = reference.run(problem).tensor("q").values();
    double[] wrong = new double[q.length];
    int width = problem.width();
    for (int i = 0; i < q.length; i++) {
      int row = i / width * width;
      wrong[row + (i + problem.rope()) % width] = q[i];
    }
    return AbsorbQuery.result(problem, wrong);
  }

  private static double dot(double[] x, int xAt, double[] y, int yAt, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[xAt + i] * y[yAt + i];
    }
    return sum;
  }
}
