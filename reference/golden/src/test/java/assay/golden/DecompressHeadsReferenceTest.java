package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.numerics.FloatFormat;
import assay.spec.DecompressHeads;
import assay.spec.DecompressHeads.Problem;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.Result;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Decompressed heads against their formula, their budget, and one head against all. */
final class DecompressHeadsReferenceTest {

  private final DecompressHeadsReference reference = DecompressHeadsReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(60)
        .map(LinearProblems::decompressHeads)
        .forEach(problem ->
            ReferenceChecks.assertAgree(reference, new DecompressHeadsFormula(), problem));
  }

  @Test
  void honestKernelsKeepTheirBudgets() {
    for (boolean truncating : new boolean[] {false, true}) {
      F32Linear kernel = new F32Linear(truncating, FloatFormat.BF16, FloatFormat.BF16);
      Draw.seeds(20)
          .map(LinearProblems::decompressHeads)
          .forEach(problem ->
              ReferenceChecks.assertHonest(
                  reference, NumericContract.BF16, kernel::decompressHeads, problem));
    }
  }

  @Test
  void plantedBugsExceedTheirBudgets() {
    Problem problem = problem();
    ReferenceChecks.assertSeen(
        reference, NumericContract.BF16, p -> reference.run(firstHeadTwice(p)), problem);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, this::ropeOnFirstHeadOnly, problem);
    assertFalse(ReferenceChecks.agrees(reference, problem, this::ropeOnFirstHeadOnly));
  }

  @Test
  void givesTheSameBitsWithAllLanesAndThreads() {
    Problem problem = LinearProblems.decompressHeads(new Draw(2));
    ReferenceChecks.assertSameBits(DecompressHeadsReference::with, problem);
  }

  @Test
  void oneHeadIsThatHeadOfAll() {
    Problem problem = problem();
    Result all = reference.run(problem);
    for (int h = 0; h < problem.headCount(); h++) {
      Result one = reference.run(problem.head(h));
      for (String name : new String[] {"k", "v"}) {
        int width = all.tensor(name).axes().getLast().extent();
        double[] values = one.tensor(name).values();
        for (int n = 0; n < problem.tokens(); n++) {
          int at = (n * problem.headCount() + h) * width;
          assertArrayEquals(
              Arrays.copyOfRange(all.tensor(name).values(), at, at + width),
              Arrays.copyOfRange(values, n * width, (n + 1) * width));
        }
      }
    }
  }

  @Test
  void theRopedKeyIsTheSameInEveryHead() {
    Problem problem = problem();
    double[] k = reference.run(problem).tensor("k").values();
    int width = problem.keyWidth();
    for (int row = 0; row < k.length / width; row++) {
      for (int r = 0; r < problem.rope(); r++) {
        int slot = row / problem.headCount() * problem.slotWidth() + problem.up().latent() + r;
        assertEquals(problem.slots().get(slot), k[row * width + problem.up().nope() + r]);
      }
    }
  }

  private static Problem problem() {
    Draw draw = new Draw(4);
    LatentUp up = new LatentUp(3, 24, 16, LinearProblems.dense(draw, 3 * 40, 70));
    return Problem.allHeads(up, 8, LinearProblems.bf16(draw, 5 * 78));
  }

  private static Problem firstHeadTwice(Problem problem) {
    LatentUp up = problem.up();
    double[] weights = new WeightsOf(up).values();
    System.arraycopy(weights, 0, weights, 40 * 70, 40 * 70);
    return Problem.allHeads(new WeightsOf(up).with(weights), problem.rope(), problem.slots());
  }

  private Result ropeOnFirstHeadOnly(Problem problem) {
    Result result = reference.run(problem);
    double[] k = result.tensor("k").values().clone();
    for (int i = 0; i < k.length; i++) {
      boolean rope = i % problem.keyWidth() >= problem.up().nope();
      boolean first = i / problem.keyWidth() % problem.headCount() == 0;
      k[i] = rope && !first ? 0 : k[i];
    }
    return DecompressHeads.result(problem, k, result.tensor("v").values());
  }
}
