package assay.golden;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The checks fail where they should. */
final class ReferenceChecksTest {

  private final Problem problem =
      MhaDecodeSample.of(new AttentionDraw(7), 2, 6, 3, new int[] {16, 8}, 20);

  @Test
  void aKernelInF32DoesNotAgreeInBinary64() {
    assertThrows(
        AssertionError.class,
        () ->
            ReferenceChecks.assertAgree(
                MhaDecodeReference.create(),
                AttentionSubjects.mha(RowKernel.F32, UnaryOperator.identity()),
                problem));
  }

  @Test
  void oneBitThatDependsOnTheLanesIsSeen() {
    assertThrows(
        AssertionError.class,
        () ->
            ReferenceChecks.assertSameBits(
                lanes -> new LastBit(lanes, () -> !lanes.name().equals("scalar")), problem));
  }

  @Test
  void oneBitThatDependsOnTheNumberOfThreadsIsSeen() {
    for (int threads : new int[] {1, 3}) {
      assertThrows(
          AssertionError.class,
          () ->
              ReferenceChecks.assertSameBits(
                  lanes -> new LastBit(lanes, () -> threads == threadsOfThePool()), problem));
    }
    assertDoesNotThrow(
        () -> ReferenceChecks.assertSameBits(lanes -> new LastBit(lanes, () -> false), problem));
  }

  /** 0 outside of a pool. */
  private static int threadsOfThePool() {
    ForkJoinPool pool = ForkJoinTask.getPool();
    return pool == null ? 0 : pool.getParallelism();
  }

  @Test
  void aNanInALiveValueIsSeen() {
    problem.values().set(problem.valueOffset(0, 3, 0), Double.NaN);
    Expectation expected = MhaDecodeReference.create().expect(problem, NumericContract.F32);
    assertThrows(
        AssertionError.class,
        () ->
            ReferenceChecks.assertHonest(
                MhaDecodeReference.create(),
                NumericContract.F32,
                _ -> withoutNan(expected.result()),
                problem));
  }

  private Result withoutNan(Result result) {
    double[] out = result.tensor("out").values().clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.isNaN(out[i]) ? 0 : out[i];
    }
    return MhaDecode.result(problem, out, result.tensor("lseNats").values());
  }

  /** Turns the last bit of one lse where {@code wrong} says so. */
  private record LastBit(Lanes lanes, BooleanSupplier wrong) implements Reference<Problem> {

    @Override
    public Result run(Problem problem) {
      return turned(problem, MhaDecodeReference.with(lanes).run(problem));
    }

    @Override
    public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
      Expectation right = MhaDecodeReference.with(lanes).expect(problem, contract);
      return new Expectation(turned(problem, right.result()), right.budgets());
    }

    private Result turned(Problem problem, Result result) {
      double[] lse = result.tensor("lseNats").values().clone();
      lse[0] = wrong.getAsBoolean() ? Math.nextUp(lse[0]) : lse[0];
      return MhaDecode.result(problem, result.tensor("out").values(), lse);
    }
  }
}
