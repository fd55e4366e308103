package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.DecompressHeads;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.ProjectionWeights.Dense;
import assay.spec.UnabsorbOutput.Problem;
import org.junit.jupiter.api.Test;

/** Outputs out of latent space against their formula, their budget, and decompressed values. */
final class UnabsorbOutputReferenceTest {

  private final UnabsorbOutputReference reference = UnabsorbOutputReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(60)
        .map(LinearProblems::unabsorbOutput)
        .forEach(problem ->
            ReferenceChecks.assertAgree(reference, new UnabsorbOutputFormula(), problem));
  }

  @Test
  void honestKernelsKeepTheirBudgets() {
    for (boolean truncating : new boolean[] {false, true}) {
      F32Linear kernel = new F32Linear(truncating, FloatFormat.BF16, FloatFormat.BF16);
      Draw.seeds(20)
          .map(LinearProblems::unabsorbOutput)
          .forEach(problem ->
              ReferenceChecks.assertHonest(
                  reference, NumericContract.BF16, kernel::unabsorbOutput, problem));
    }
  }

  @Test
  void theNextHeadsWeightsAreSeen() {
    Draw draw = new Draw(4);
    LatentUp up = new LatentUp(4, 24, 16, LinearProblems.dense(draw, 4 * 40, 40));
    Problem problem = new Problem(up, LinearProblems.bf16(draw, 2 * 4 * 40));
    ReferenceChecks.assertSeen(
        reference, NumericContract.BF16, p -> reference.run(nextHead(p)), problem);
    assertFalse(ReferenceChecks.agrees(reference, problem, p -> reference.run(nextHead(p))));
  }

  @Test
  void givesTheSameBitsWithAllLanesAndThreads() {
    Problem problem = LinearProblems.unabsorbOutput(new Draw(3));
    ReferenceChecks.assertSameBits(UnabsorbOutputReference::with, problem);
  }

  /** W_UV Σ_t c_t = Σ_t W_UV c_t, exactly where all numbers are small integers. */
  @Test
  void theSumOfLatents_givesTheSumOfDecompressedValues() {
    Draw draw = new Draw(9);
    LatentUp up = new LatentUp(1, 6, 5, new Dense(11, 7, Elements.of(draw.integers(77))));
    double[] slots = draw.integers(4 * 7);
    double[] sum = new double[7];
    for (int i = 0; i < slots.length; i++) {
      sum[i % 7] += slots[i];
    }
    DecompressHeads.Problem keys = DecompressHeads.Problem.allHeads(up, 0, Elements.of(slots));
    double[] values = DecompressHeadsReference.create().run(keys).tensor("v").values();
    double[] out = reference.run(new Problem(up, Elements.of(sum))).tensor("out").values();
    for (int v = 0; v < 5; v++) {
      assertEquals(values[v] + values[5 + v] + values[10 + v] + values[15 + v], out[v]);
    }
  }

  private static Problem nextHead(Problem problem) {
    LatentUp up = problem.up();
    LatentUp wrong = new WeightsOf(up).shifted(up.nope() + up.value());
    return new Problem(wrong, problem.latentOut());
  }
}
