package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.lanes.Lanes;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;

/** What holds of every reference. */
final class ReferenceChecks {

  /**
   * Reference and formula may each be one binary64 budget off: docs/numerics.md, lemmas 7 and 12.
   */
  private static final double BUDGETS = 2;

  /** Beside as many as there are processors. */
  private static final int[] THREADS = {1, 3};

  private ReferenceChecks() {}

  static <P> void assertAgree(Reference<P> reference, Implementation<P> formula, P problem) {
    Headroom headroom = inBinary64(reference, problem, formula);
    assertTrue(headroom.hard() <= BUDGETS, headroom::toString);
  }

  /** Whether {@code subject} is what the reference allows of binary64. */
  static <P> boolean agrees(Reference<P> reference, P problem, Implementation<P> subject) {
    return inBinary64(reference, problem, subject).hard() <= BUDGETS;
  }

  private static <P> Headroom inBinary64(
      Reference<P> reference, P problem, Implementation<P> subject) {
    return Headroom.of(reference.expect(problem, NumericContract.BINARY64), subject.run(problem));
  }

  /** The same bits with every lanes, on one thread or many, with and without budgets. */
  static <P> void assertSameBits(Function<Lanes, ? extends Reference<P>> reference, P problem) {
    Expectation expected =
        reference.apply(Lanes.all().getFirst()).expect(problem, NumericContract.F32);
    assertTrue(expected.budgets().getFirst().length() > 0, "there is nothing to compare");
    for (Lanes lanes : Lanes.all()) {
      Reference<P> other = reference.apply(lanes);
      assertSame(expected, other.expect(problem, NumericContract.F32));
      assertSame(expected.result(), other.run(problem));
    }
    Reference<P> best = reference.apply(Lanes.best());
    for (int threads : THREADS) {
      try (ForkJoinPool pool = new ForkJoinPool(threads)) {
        assertSame(expected, pool.submit(() -> best.expect(problem, NumericContract.F32)).join());
      }
    }
  }

  /** Which also says that no NaN of a slot that is not live came in. */
  static void assertSoundBudgets(Expectation expected) {
    for (ErrorBudget budget : expected.budgets()) {
      for (int i = 0; i < budget.length(); i++) {
        assertTrue(budget.statistical()[i] <= budget.hard()[i]);
        assertTrue(budget.statistical()[i] >= 0 && budget.hard()[i] < Double.MAX_VALUE);
      }
    }
  }

  /** An honest kernel keeps both budgets. */
  static <P> void assertHonest(
      Reference<P> reference, NumericContract contract, Implementation<P> kernel, P problem) {
    Headroom headroom = Headroom.of(reference.expect(problem, contract), kernel.run(problem));
    assertTrue(headroom.hard() <= 1 && headroom.statistical() <= 1, headroom::toString);
  }

  /** A planted bug exceeds the statistical budget. */
  static <P> void assertSeen(
      Reference<P> reference, NumericContract contract, Implementation<P> kernel, P problem) {
    Headroom headroom = Headroom.of(reference.expect(problem, contract), kernel.run(problem));
    assertTrue(headroom.statistical() > 1, headroom::toString);
  }

  private static void assertSame(Expectation expected, Expectation actual) {
    assertSame(expected.result(), actual.result());
    for (int i = 0; i < expected.budgets().size(); i++) {
      assertArrayEquals(
          expected.budgets().get(i).statistical(), actual.budgets().get(i).statistical());
      assertArrayEquals(expected.budgets().get(i).hard(), actual.budgets().get(i).hard());
    }
  }

  static void assertSame(Result expected, Result actual) {
    for (int i = 0; i < expected.tensors().size(); i++) {
      assertArrayEquals(expected.tensors().get(i).values(), actual.tensors().get(i).values());
    }
  }
}
