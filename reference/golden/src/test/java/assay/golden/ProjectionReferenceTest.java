package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.Projection.Problem;
import assay.spec.ProjectionWeights;
import assay.spec.ProjectionWeights.BlockScaled;
import assay.spec.ProjectionWeights.Dense;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projections against their formula, and lemma 8 against kernels that round as a GPU does. */
final class ProjectionReferenceTest {

  private final ProjectionReference reference = ProjectionReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(60)
        .map(LinearProblems::projection)
        .forEach(
            problem -> ReferenceChecks.assertAgree(reference, new ProjectionFormula(), problem));
  }

  @Test
  void aDroppedTermIsSeen() {
    Draw.seeds(20)
        .map(LinearProblems::projection)
        .filter(problem -> problem.tokens() > 0)
        .forEach(problem ->
            assertFalse(
                ReferenceChecks.agrees(reference, withoutLastInput(problem), reference)
                    && ReferenceChecks.agrees(
                        reference, problem, p -> reference.run(withoutLastInput(p)))));
  }

  /** From one term to the longest projection of DeepSeek-V3, its 16,384 attention outputs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 256, 1536, 16_384})
  void honestKernelsKeepTheirBudgets(int inputs) {
    Draw draw = new Draw(inputs);
    for (boolean truncating : new boolean[] {false, true}) {
      for (FloatFormat output : new FloatFormat[] {FloatFormat.F32, FloatFormat.BF16}) {
        F32Linear kernel = new F32Linear(truncating, FloatFormat.BF16, output);
        Elements x = LinearProblems.bf16(draw, 3 * inputs);
        for (ProjectionWeights weights :
            new ProjectionWeights[] {
              LinearProblems.dense(draw, 40, inputs), LinearProblems.blockScaled(draw, 40, inputs)
            }) {
          ReferenceChecks.assertHonest(
              reference,
              NumericContract.BF16.withOutput(output),
              kernel::projection,
              new Problem(x, weights));
        }
      }
    }
  }

  /** Sums of one sign, whose terms are alike or not. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 1})
  void honestKernelsKeepTheirBudgetsWhereTermsAreAlike(double spread) {
    int inputs = 20_000;
    double[] x = new double[inputs];
    double[] w = new double[inputs];
    Draw draw = new Draw(1);
    double[] noise = draw.integers(inputs);
    Arrays.setAll(x, i -> 1.0078125 * (1 + spread * noise[i]));
    Arrays.fill(w, 0.33398438);
    Elements rounded = Elements.rounded(FloatFormat.BF16, x);
    Problem problem =
        new Problem(rounded, new Dense(1, inputs, Elements.rounded(FloatFormat.BF16, w)));
    for (boolean truncating : new boolean[] {false, true}) {
      F32Linear kernel = new F32Linear(truncating, FloatFormat.F32, FloatFormat.F32);
      ReferenceChecks.assertHonest(reference, NumericContract.F32, kernel::projection, problem);
    }
  }

  @Test
  void plantedBugsExceedTheirBudgets() {
    Draw draw = new Draw(3);
    Elements x = LinearProblems.bf16(draw, 2 * 300);
    Problem dense = new Problem(x, LinearProblems.dense(draw, 200, 300));
    ReferenceChecks.assertSeen(
        reference, NumericContract.BF16, p -> reference.run(withoutLastInput(p)), dense);
    BlockScaled scaled = (BlockScaled) LinearProblems.blockScaled(draw, 200, 300);
    Problem blocks = new Problem(x, scaled);
    ReferenceChecks.assertSeen(
        reference, NumericContract.BF16, p -> reference.run(transposedScales(p, scaled)), blocks);
  }

  @Test
  void givesTheSameBitsWithAllLanesAndThreads() {
    for (long seed = 4; seed < 8; seed++) {
      Problem problem = LinearProblems.projection(new Draw(seed));
      ReferenceChecks.assertSameBits(ProjectionReference::with, problem);
    }
  }

  @Test
  void everyFormatOfTheSameNumbers_givesTheSameBits() {
    double[] x = new Draw(5).integers(3 * 70);
    double[] w = new Draw(6).integers(9 * 70);
    double[] expected = null;
    for (FloatFormat format : FloatFormat.values()) {
      ProjectionWeights weights = new Dense(9, 70, Elements.rounded(format, w));
      double[] y = values(new Problem(Elements.rounded(format, x), weights));
      expected = expected == null ? y : expected;
      assertArrayEquals(expected, y);
    }
  }

  @Test
  void aNanReachesItsOwnOutputOnly() {
    double[] w = {1, 2, Double.NaN, 4, 5, 6};
    Problem problem = new Problem(Elements.of(1.0, 1), new Dense(3, 2, Elements.of(w)));
    assertArrayEquals(new double[] {3, Double.NaN, 11}, values(problem));
    ReferenceChecks.assertAgree(reference, new ProjectionFormula(), problem);
  }

  private double[] values(Problem problem) {
    return reference.run(problem).tensor("y").values();
  }

  /** The last input of every token is zero. */
  private static Problem withoutLastInput(Problem problem) {
    double[] x = problem.x().toDoubles();
    int inputs = problem.weights().inputs();
    for (int last = inputs - 1; last < x.length; last += inputs) {
      x[last] = 0;
    }
    return new Problem(Elements.of(x), problem.weights());
  }

  private static Problem transposedScales(Problem problem, BlockScaled weights) {
    double[] scales = weights.scales().toDoubles();
    double[] swapped = scales.clone();
    swapped[1] = scales[3];
    swapped[3] = scales[1];
    Elements wrong = Elements.rounded(FloatFormat.F32, swapped);
    return new Problem(
        problem.x(), new BlockScaled(weights.outputs(), weights.inputs(), weights.codes(), wrong));
  }
}
