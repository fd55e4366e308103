package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Outcome;
import assay.evidence.WorstElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Shrinking ends at a smallest problem, on a plane whose points are the problems. */
class ShrinkingTest {

  private final List<Point> posed = new ArrayList<>();

  /** Two numbers; a step makes one of them smaller by one, or both go to 0. */
  private record Point(int x, int y) implements Recipe<Point> {
    @Override
    public Point problem() {
      return this;
    }

    @Override
    public long seed() {
      return 0;
    }

    @Override
    public List<Point> smaller() {
      List<Point> steps = new ArrayList<>();
      if (x > 0) {
        steps.add(new Point(x - 1, y));
      }
      if (y > 0) {
        steps.add(new Point(x, y - 1));
      }
      return steps;
    }
  }

  @Test
  void oneStepAtATime_endsAtTheSmallest() {
    assertEquals(
        new Point(2, 3), shrink(new Point(6, 6), p -> p.x >= 2 && p.y >= 3 ? wrong() : passed()));
  }

  @Test
  void twoStepsAtOnce_passWhereOneDoesNot() {
    assertEquals(new Point(0, 0), shrink(new Point(4, 4), p -> p.x == p.y ? wrong() : passed()));
  }

  @Test
  void aFailureOfAnotherKind_isNotTaken() {
    assertEquals(
        new Point(2, 0), shrink(new Point(5, 0), p -> p.x >= 2 ? wrong() : Finding.failed("gone")));
  }

  @Test
  void noProblem_isPosedTwice() {
    shrink(new Point(9, 9), p -> p.x + p.y >= 9 ? wrong() : passed());
    assertEquals(new HashSet<>(posed).size(), posed.size());
  }

  @Test
  void theNumberOfProblems_isLimited() {
    Shrinking<Point> shrinking = shrinking(p -> p.x % 2 == 0 ? wrong() : passed());
    shrinking.smallest(new Point(0, Integer.MAX_VALUE));
    assertEquals(Shrinking.DISTINCT_PROBLEMS, shrinking.distinctProblems());
    assertTrue(posed.size() <= Shrinking.DISTINCT_PROBLEMS);
  }

  private Recipe<Point> shrink(Point failing, Function<Point, Finding> check) {
    return shrinking(check).smallest(failing);
  }

  private Shrinking<Point> shrinking(Function<Point, Finding> check) {
    Property<Point> property =
        new Property<>(
            "plane",
            "Points are near.",
            (point, seed) -> {
              posed.add(point);
              return check.apply(point);
            });
    return new Shrinking<>(property, FailureKind.WRONG_VALUE);
  }

  private static Finding wrong() {
    return new Finding(
        new Outcome.Fail("off", new WorstElement("out", "out[0]", 0, 1, 1, 0.5)), 2, 2, 1);
  }

  private static Finding passed() {
    return new Finding(new Outcome.Pass(), 0, 0, 1);
  }
}
