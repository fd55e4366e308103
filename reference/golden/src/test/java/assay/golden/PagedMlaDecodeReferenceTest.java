package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden model against the formula, and what must hold of it exactly. */
final class PagedMlaDecodeReferenceTest {

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  static Stream<SampleProblem> samples() {
    SampleProblem ragged = SampleProblem.small(1, 0, 1, 3, 4, 5, 7, 8, 9, 63, 64, 65, 130);
    return Stream.of(
        ragged,
        ragged.causal(2),
        ragged.causal(5),
        ragged.withHeads(1),
        ragged.withHeads(6),
        ragged.withHeads(12),
        ragged.withHeads(40),
        ragged.withHeads(65),
        ragged.withWidths(256, 32),
        ragged.withWidths(448, 64),
        ragged.withWidths(288, 0),
        ragged.withWidths(13, 3),
        ragged.withMagnitude(0.1),
        ragged.withMagnitude(10),
        ragged.withMagnitude(100),
        SampleProblem.small(2),
        SampleProblem.small(3, 0, 0).causal(3),
        SampleProblem.deepSeek(2, 4, 1, 577));
  }

  /** Both keep the binary64 contract, so they may be two of its budgets apart. */
  @ParameterizedTest
  @MethodSource("samples")
  void agreesWithTheFormula(SampleProblem sample) {
    Problem problem = sample.create();
    Expectation expected = reference.expect(problem, NumericContract.BINARY64);
    Headroom headroom = Headroom.of(expected, new PagedMlaDecodeFormula().run(problem));
    assertTrue(headroom.hard() <= 2, () -> sample + ": " + headroom);
  }

  static Stream<SampleProblem> samplesWithRows() {
    return samples().filter(sample -> sample.create().rows() > 0);
  }

  @ParameterizedTest
  @MethodSource("samplesWithRows")
  void givesTheSameBitsWithAllLanesAndThreads(SampleProblem sample) {
    ReferenceChecks.assertSameBits(PagedMlaDecodeReference::with, sample.create());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void resultsAreTheSameWithAndWithoutBudgets(SampleProblem sample) {
    Problem problem = sample.create();
    assertSame(reference.run(problem), reference.expect(problem, NumericContract.F32).result());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyBudgetIsFiniteAndStatisticalIsWithinHard(SampleProblem sample) {
    Expectation expected = reference.expect(sample.create(), NumericContract.BF16);
    expected
        .budgets()
        .forEach(budget -> {
          for (int i = 0; i < budget.length(); i++) {
            assertTrue(budget.statistical()[i] <= budget.hard()[i]);
            assertTrue(budget.statistical()[i] >= 0 && budget.hard()[i] < 1e300);
          }
        });
  }

  @Test
  void aRowThatSeesNothingIsZeroWithLseMinusInfinity() {
    Result result = reference.run(SampleProblem.small(5, 0, 2).causal(4).create());
    double[] lse = result.tensor("lseNats").values();
    double[] out = result.tensor("out").values();
    int blind = 4 * 3 + 2 * 3;
    for (int row = 0; row < lse.length; row++) {
      assertEquals(row < blind, lse[row] == Double.NEGATIVE_INFINITY);
    }
    assertTrue(Arrays.stream(out, 0, blind * 32).allMatch(x -> x == 0));
    assertTrue(Arrays.stream(out, blind * 32, out.length).allMatch(x -> x != 0));
  }

  @Test
  void aNanInAVisibleKeyMakesItsRowsNanAndNoOthers() {
    SampleProblem sample = SampleProblem.small(6, 3, 9).causal(2);
    Problem problem = sample.create();
    problem.cache().elements().set(problem.cache().slot(1, 8) * 40 + 35, Double.NaN);
    assertNanRows(problem, 9, 12);
  }

  @Test
  void aNanInTheQueryMakesItsRowNanAndNoOther() {
    Problem problem = SampleProblem.small(7, 3, 9).create();
    problem.query().set(4 * 40 + 39, Double.NaN);
    assertNanRows(problem, 4, 5);
  }

  /** A roped feature of −∞ meets no value. A tile of keys without weight comes first. */
  @Test
  void keysWithScoresOfMinusInfinityHaveNoWeight() {
    int without = 70;
    Problem problem = SampleProblem.small(8, 150).create();
    int width = problem.width();
    for (int head = 0; head < problem.heads(); head++) {
      problem.query().set((head + 1) * width - 1, 1);
    }
    for (int t = 0; t < without; t++) {
      long last = (problem.cache().slot(0, t) + 1) * width - 1;
      problem.cache().elements().set(last, Double.NEGATIVE_INFINITY);
    }
    Result expected = new PagedMlaDecodeFormula().run(problem);
    Result actual = reference.run(problem);
    assertTrue(Double.isFinite(expected.tensor("lseNats").values()[0]));
    assertNear(expected, actual, problem);
  }

  /** Within the budgets of the same problem with scores that are merely low. */
  private void assertNear(Result expected, Result actual, Problem problem) {
    int width = problem.width();
    for (long last = width - 1L; last < problem.cache().elements().count(); last += width) {
      if (problem.cache().elements().get(last) == Double.NEGATIVE_INFINITY) {
        problem.cache().elements().set(last, -1000);
      }
    }
    Expectation low = reference.expect(problem, NumericContract.BINARY64);
    Expectation near = new Expectation(expected, low.budgets());
    assertTrue(Headroom.of(near, actual).hard() <= 2, () -> Headroom.of(near, actual).toString());
  }

  @Test
  void aRowWhoseScoresAreAllMinusInfinityIsNan() {
    Problem problem = SampleProblem.small(9, 70).create();
    int width = problem.width();
    problem.query().set(width - 1, 1);
    for (int t = 0; t < 70; t++) {
      long last = (problem.cache().slot(0, t) + 1) * width - 1;
      problem.cache().elements().set(last, Double.NEGATIVE_INFINITY);
    }
    assertTrue(Double.isNaN(reference.run(problem).tensor("lseNats").values()[0]));
    assertTrue(Double.isNaN(reference.run(problem).tensor("out").values()[0]));
  }

  private void assertNanRows(Problem problem, int begin, int end) {
    Expectation expected = reference.expect(problem, NumericContract.F32);
    double[] lse = expected.result().tensor("lseNats").values();
    double[] out = expected.result().tensor("out").values();
    for (int i = 0; i < out.length; i++) {
      int row = i / problem.latent();
      boolean nan = row >= begin && row < end;
      assertEquals(nan, Double.isNaN(out[i]));
      assertEquals(nan, Double.isNaN(lse[row]));
      assertEquals(nan, expected.budgets().getFirst().hard()[i] == 0);
    }
  }

  private static void assertSame(Result expected, Result actual) {
    for (int i = 0; i < expected.tensors().size(); i++) {
      assertArrayEquals(expected.tensors().get(i).values(), actual.tensors().get(i).values());
    }
  }
}
