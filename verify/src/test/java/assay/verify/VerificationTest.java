package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.CaseVerdict;
import assay.evidence.Evidence;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerificationTest {

  /** A problem that is just a size. */
  private record Size(int value) implements Recipe<Size> {
    @Override
    public Size problem() {
      return this;
    }

    @Override
    public long seed() {
      return value;
    }

    @Override
    public List<Size> smaller() {
      return value == 0 ? List.of() : List.of(new Size(value / 2), new Size(value - 1));
    }
  }

  private final List<Evidence> evidence = new ArrayList<>();

  @Test
  void allPass_andEachCaseIsTold() {
    PropertySummary summary = run(size -> false, 4);
    assertEquals(4, summary.passed());
    assertNull(summary.smallestFailure());
    assertEquals(5, evidence.size());
  }

  @Test
  void failure_isShrunkToTheSmallest_whichIsToldLast() {
    PropertySummary summary = run(size -> size.value() >= 3, 20);
    assertEquals("Size[value=3]", Objects.requireNonNull(summary.smallestFailure()));
    CaseVerdict last = (CaseVerdict) evidence.get(evidence.size() - 2);
    assertEquals("Size[value=3]", last.problem());
    assertInstanceOf(Outcome.Fail.class, last.outcome());
  }

  @Test
  void manyFailures_leaveTheRestNotRun() {
    PropertySummary summary = run(size -> true, 20);
    assertTrue(summary.notRun() > 0);
    assertEquals(20, summary.passed() + summary.failed() + summary.notRun());
  }

  @Test
  void subjectThatThrows_hasFailedForItsReason() {
    Property<Size> property =
        new Property<>(
            "throws",
            "It throws.",
            (size, seed) -> {
              throw new IllegalStateException("out of bounds");
            });
    Finding finding = property.examine(new Size(1));
    assertEquals(new Outcome.Fail("out of bounds", null), finding.outcome());
  }

  private PropertySummary run(Predicate<Size> fails, int count) {
    Property<Size> property =
        new Property<>(
            "small",
            "Sizes are small.",
            (size, seed) ->
                fails.test(size)
                    ? Finding.failed("too large")
                    : new Finding(new Outcome.Pass(), 0, 0, 1));
    return new Verification<Size>("sizes", "test", evidence::add)
        .run(property, IntStream.range(0, count).mapToObj(Size::new).toList());
  }
}
