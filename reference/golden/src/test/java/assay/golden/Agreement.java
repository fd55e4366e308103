package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.List;

/** What every golden operator is held to. */
final class Agreement {

  /** Reference and formula may each be one binary64 budget off, docs/numerics.md, lemma 12. */
  private static final double BUDGETS = 2;

  private Agreement() {}

  /** Whether {@code subject} is what the reference allows of binary64. */
  static <P> boolean agrees(Reference<P> reference, P problem, Implementation<P> subject) {
    Headroom headroom =
        Headroom.of(reference.expect(problem, NumericContract.BINARY64), subject.run(problem));
    return headroom.hard() <= BUDGETS;
  }

  /** An honest kernel keeps both budgets. */
  static <P> void assertHonest(
      Reference<P> reference, P problem, NumericContract contract, Implementation<P> kernel) {
    Headroom headroom = Headroom.of(reference.expect(problem, contract), kernel.run(problem));
    assertTrue(headroom.hard() <= 1 && headroom.statistical() <= 1, headroom::toString);
  }

  /** A planted bug exceeds the statistical budget. */
  static <P> void assertSeen(
      Reference<P> reference, P problem, NumericContract contract, Implementation<P> bug) {
    Headroom headroom = Headroom.of(reference.expect(problem, contract), bug.run(problem));
    assertTrue(headroom.statistical() > 1, headroom::toString);
  }

  /** The same bits, and those of {@code expect}. */
  static <P> void assertSameBits(Reference<P> first, Reference<P> second, P problem) {
    Result expected = first.run(problem);
    assertSame(expected, second.run(problem));
    assertSame(expected, second.expect(problem, NumericContract.F32).result());
  }

  static void assertSame(Result expected, Result actual) {
    List<Tensor> tensors = expected.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      assertArrayEquals(tensors.get(i).values(), actual.tensors().get(i).values());
    }
  }
}
