package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.PropertySummary;
import assay.golden.MhaDecodeReference;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import assay.spec.NumericContract;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The kit as a team uses it that has an implementation of its own. */
class TestKitTest {

  private static final int PROBLEMS = 20;
  private static final Implementation<Problem> HONEST = MhaDecodeReference.create();

  @Test
  void aCorrectImplementationHasEveryProperty() {
    TestKit<Problem> kit = kit(HONEST);
    for (Property<Problem> property : kit.properties()) {
      PropertySummary summary = kit.verify(property, 1, PROBLEMS);
      assertEquals(PROBLEMS, summary.passed(), property::name);
    }
  }

  @Test
  void aWrongOneFails_andTheSmallestProblemIsNamed() {
    TestKit<Problem> kit = kit(Edits.mapped(HONEST, out -> out + 1, lse -> lse));
    PropertySummary summary = kit.verify(kit.properties().getFirst(), 1, PROBLEMS);
    assertTrue(summary.failed() > 0);
    Problem smallest = kit.problem(Objects.requireNonNull(summary.smallestFailure()));
    assertEquals(1, smallest.batch());
    assertEquals(1, smallest.heads());
  }

  private static TestKit<Problem> kit(Implementation<Problem> implementation) {
    return TestKit.of(
        MhaDecode.OPERATOR, new Subject<>("team", implementation, NumericContract.F32, true));
  }
}
