package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.golden.F32Combine.Bug;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.CombineSplits.Problem;
import assay.spec.NumericContract;
import assay.spec.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Merges against their formula, lemma 11 against an F32 kernel, and special cases. */
final class CombineSplitsReferenceTest {

  private static final double EMPTY = Double.NEGATIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private final CombineSplitsReference reference = CombineSplitsReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(400)
        .map(CombineProblems::problem)
        .forEach(
            problem -> ReferenceChecks.assertAgree(reference, new CombineSplitsFormula(), problem));
  }

  @Test
  void honestKernelsKeepTheirBudgets() {
    Draw.seeds(300)
        .map(CombineProblems::problem)
        .forEach(problem -> {
          F32Combine f32 = new F32Combine(FloatFormat.F32, Bug.NONE);
          F32Combine bf16 = new F32Combine(FloatFormat.BF16, Bug.NONE);
          ReferenceChecks.assertHonest(reference, NumericContract.F32, f32, problem);
          ReferenceChecks.assertHonest(reference, NumericContract.BF16, bf16, problem);
        });
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void plantedBugsExceedTheirBudgets(Bug bug) {
    Problem problem = CombineProblems.problem(new Draw(3), 4, 32, 5, 6.5, EMPTY, 4);
    F32Combine kernel = new F32Combine(FloatFormat.BF16, bug);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, kernel, problem);
    assertFalse(ReferenceChecks.agrees(reference, problem, kernel));
  }

  @Test
  void givesTheSameBitsWithAllLanesAndThreads() {
    Problem problem = CombineProblems.problem(new Draw(2));
    ReferenceChecks.assertSameBits(CombineSplitsReference::with, problem);
  }

  @Test
  void oneOrTwoPartsAreWhatTheyAre() {
    assertMerges(new double[] {3, 4}, 7, new double[] {7}, 3, 4);
    assertMerges(new double[] {2, 6}, 7 + StrictMath.log(2), new double[] {7, 7}, 1, 4, 3, 8);
  }

  @Test
  void anEmptyPartHasNoWeight_whateverItsOutHolds() {
    assertMerges(new double[] {3, 4}, 7, new double[] {EMPTY, 7}, NAN, NAN, 3, 4);
    assertMerges(new double[] {0, 0}, EMPTY, new double[] {EMPTY, EMPTY}, NAN, 1, NAN, NAN);
  }

  @Test
  void aNanLseMakesItsRowNan_aNanInLiveOutItsElement() {
    assertMerges(new double[] {NAN, NAN}, NAN, new double[] {NAN, 7}, 1, 2, 3, 4);
    assertMerges(new double[] {3, NAN}, 7, new double[] {7, EMPTY}, 3, NAN, NAN, NAN);
  }

  @Test
  void veryUnequalParts_neitherOverflowNorVanish() {
    assertMerges(new double[] {3, 4}, 2000, new double[] {-2000, 2000}, 1, 2, 3, 4);
  }

  private void assertMerges(double[] out, double lse, double[] lses, double... outs) {
    Problem problem = new Problem(lses.length, 2, Elements.of(outs), Elements.of(lses));
    Result result = reference.run(problem);
    assertArrayEquals(out, result.tensor("out").values());
    assertArrayEquals(new double[] {lse}, result.tensor("lseNats").values());
    ReferenceChecks.assertAgree(reference, new CombineSplitsFormula(), problem);
  }
}
