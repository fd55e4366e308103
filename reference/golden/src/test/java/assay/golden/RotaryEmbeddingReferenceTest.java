package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.F32Rotary.Bug;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Yarn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rotations against their formula, lemma 10 against F32 kernels, and the laws of rotations. */
final class RotaryEmbeddingReferenceTest {

  private final RotaryEmbeddingReference reference = RotaryEmbeddingReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(300)
        .map(RotaryProblems::problem)
        .forEach(problem ->
            ReferenceChecks.assertAgree(reference, new RotaryEmbeddingFormula(), problem));
  }

  @Test
  void honestKernelsKeepTheirBudgets() {
    for (FloatFormat format : new FloatFormat[] {FloatFormat.F32, FloatFormat.BF16}) {
      Draw.seeds(200)
          .map(RotaryProblems::problem)
          .forEach(problem -> {
            F32Rotary kernel = new F32Rotary(format, format, Bug.NONE);
            boolean f32 = format == FloatFormat.F32;
            ReferenceChecks.assertHonest(
                reference, f32 ? NumericContract.F32 : NumericContract.BF16, kernel, problem);
          });
    }
  }

  /** At the last position of a long context, where F32 angles leave the most room. */
  @ParameterizedTest
  @CsvSource({"TURNS_BACK", "ONE_POSITION_LATE", "NO_YARN", "NO_MSCALE", "OTHER_PAIRING"})
  void plantedBugsExceedTheirBudgets(Bug bug) {
    Yarn yarn = new Yarn(40, 4096, 32, 1, 1, 0.707);
    Rope rope = RotaryProblems.withYarn(RotaryProblems.DEEPSEEK, yarn);
    Problem problem = RotaryProblems.problem(new Draw(3), rope, RotaryProblems.LAST - 1);
    F32Rotary kernel = new F32Rotary(FloatFormat.F32, FloatFormat.BF16, bug);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, kernel, problem);
    assertFalse(ReferenceChecks.agrees(reference, problem, kernel));
  }

  @Test
  void givesTheSameBitsWithAnyNumberOfThreads() {
    Problem problem = RotaryProblems.problem(new Draw(0));
    ReferenceChecks.assertSameBits(lanes -> RotaryEmbeddingReference.create(), problem);
  }

  @Test
  void positionZeroIsTheIdentity() {
    Problem problem = RotaryProblems.problem(new Draw(2), RotaryProblems.DEEPSEEK, 0, 0);
    assertArrayEquals(problem.x().toDoubles(), values(problem));
  }

  @Test
  void bothPairingsAgreeUnderThePermutationBetweenThem() {
    Draw.seeds(50)
        .map(RotaryProblems::problem)
        .forEach(problem -> {
          Rope rope = problem.rope();
          Rope interleaved = RotaryProblems.withPairing(rope, RopePairing.INTERLEAVED);
          Rope halves = RotaryProblems.withPairing(rope, RopePairing.HALF_SPLIT);
          double[] split = split(problem.x().toDoubles(), rope.width());
          Problem permuted =
              new Problem(halves, problem.heads(), Elements.of(split), problem.positions());
          double[] expected =
              split(values(RotaryProblems.withRope(problem, interleaved)), rope.width());
          assertArrayEquals(expected, values(permuted));
        });
  }

  @Test
  void normsArePreserved() {
    Draw.seeds(50)
        .map(draw -> RotaryProblems.problem(draw, plain(draw), draw.between(0, 1 << 20)))
        .forEach(this::assertNormsPreserved);
  }

  private void assertNormsPreserved(Problem problem) {
    int width = problem.rope().width();
    Expectation expected = reference.expect(problem, NumericContract.BINARY64);
    double[] y = expected.result().tensor("y").values();
    double[] budget = expected.budgets().getFirst().hard();
    double[] x = problem.x().toDoubles();
    for (int row = 0; row < x.length; row += width) {
      double before = norm(x, row, width);
      double bound = norm(budget, row, width) + 2 * Rounding.gamma(width + 2) * before;
      Rounding.assertWithin(before, norm(y, row, width), bound);
    }
  }

  /** ⟨R(m) q, R(n) k⟩ = ⟨R(m − n) q, k⟩: a score depends on how far apart two tokens are. */
  @Test
  void scoresDependOnRelativePositions() {
    Draw.seeds(50)
        .forEach(draw -> {
          Rope rope = plain(draw);
          int width = rope.width();
          int m = draw.between(0, RotaryProblems.LAST);
          int n = draw.between(0, RotaryProblems.LAST);
          double[] x = LinearProblems.bf16(draw, 2 * width).toDoubles();
          assertSameScore(pair(rope, x, m, n), pair(rope, x, m - n, 0));
        });
  }

  private void assertSameScore(Problem first, Problem second) {
    int width = first.rope().width();
    Expectation one = reference.expect(first, NumericContract.BINARY64);
    Expectation other = reference.expect(second, NumericContract.BINARY64);
    double bound = dotError(one, width) + dotError(other, width);
    Rounding.assertWithin(dot(one, width), dot(other, width), bound);
  }

  @Test
  void turningBackUndoesIt() {
    Draw.seeds(50)
        .map(draw -> RotaryProblems.problem(draw, plain(draw), draw.between(0, 1 << 20)))
        .forEach(problem -> {
          Expectation there = reference.expect(problem, NumericContract.BINARY64);
          Elements turned = Elements.of(there.result().tensor("y").values());
          int[] position = {-problem.positions()[0]};
          Problem back = new Problem(problem.rope(), problem.heads(), turned, position);
          Expectation again = reference.expect(back, NumericContract.BINARY64);
          double[] y = again.result().tensor("y").values();
          double thereError = norm(there.budgets().getFirst().hard(), 0, y.length);
          double backError = norm(again.budgets().getFirst().hard(), 0, y.length);
          for (int i = 0; i < y.length; i++) {
            Rounding.assertWithin(problem.x().get(i), y[i], thereError + backError);
          }
        });
  }

  /** Planted: a growth of cos and sin changes norms, another distance the score. */
  @Test
  void brokenLawsAreSeen() {
    Draw draw = new Draw(1);
    Rope grown =
        RotaryProblems.withYarn(RotaryProblems.DEEPSEEK, new Yarn(40, 4096, 32, 1, 1, 0.707));
    Problem problem = RotaryProblems.problem(draw, grown, 77);
    assertThrows(AssertionError.class, () -> assertNormsPreserved(problem));
    double[] x = LinearProblems.bf16(draw, 2 * grown.width()).toDoubles();
    assertThrows(
        AssertionError.class, () -> assertSameScore(pair(grown, x, 9, 4), pair(grown, x, 6, 0)));
  }

  @Test
  void aNanReachesItsOwnPairOnly() {
    Rope rope = new Rope(4, RopePairing.HALF_SPLIT, 100, Yarn.NONE);
    Problem problem = new Problem(rope, 1, Elements.of(1, Double.NaN, 3, 4), new int[] {5});
    double[] y = values(problem);
    assertTrue(Double.isFinite(y[0]) && Double.isFinite(y[2]));
    assertTrue(Double.isNaN(y[1]) && Double.isNaN(y[3]));
    ReferenceChecks.assertAgree(reference, new RotaryEmbeddingFormula(), problem);
  }

  private static Rope plain(Draw draw) {
    return RotaryProblems.withYarn(RotaryProblems.rope(draw), Yarn.NONE);
  }

  /** Two rows, a query and a key. */
  private static Problem pair(Rope rope, double[] x, int m, int n) {
    return new Problem(rope, 1, Elements.of(x), new int[] {m, n});
  }

  private static double dot(Expectation rows, int width) {
    double[] y = rows.result().tensor("y").values();
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += y[i] * y[width + i];
    }
    return sum;
  }

  /** What both rows' budgets and the sum's roundings may move their product by. */
  private static double dotError(Expectation rows, int width) {
    double[] y = rows.result().tensor("y").values();
    double[] budget = rows.budgets().getFirst().hard();
    double error = 0;
    for (int i = 0; i < width; i++) {
      double q = Math.abs(y[i]);
      double k = Math.abs(y[width + i]);
      error += budget[i] * (k + budget[width + i]) + q * budget[width + i];
      error += Rounding.gamma(width) * q * k;
    }
    return error;
  }

  private static double norm(double[] x, int at, int n) {
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += x[i] * x[i];
    }
    return Math.sqrt(sum);
  }

  /** Even features first, then odd ones, in each row. */
  private static double[] split(double[] x, int width) {
    double[] halves = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / width * width;
      int feature = i - row;
      halves[row + feature / 2 + feature % 2 * (width / 2)] = x[i];
    }
    return halves;
  }

  private double[] values(Problem problem) {
    return reference.run(problem).tensor("y").values();
  }
}
