package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final double BUDGET = 0.25;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void equalValues_haveNoError() {
    assertEquals(0, headroom(1, 1));
    assertEquals(0, headroom(-INFINITY, -INFINITY));
    assertEquals(0, headroom(Double.NaN, Double.NaN));
  }

  @Test
  void headroom_isErrorInBudgets() {
    assertEquals(2, headroom(1, 1 + 2 * BUDGET));
    assertTrue(compare(1, 1 + BUDGET).withinBudget());
    assertFalse(compare(1, Math.nextUp(1 + BUDGET)).withinBudget());
  }

  @Test
  void nanAndInfinity_mustBeMet() {
    assertEquals(INFINITY, headroom(1, Double.NaN));
    assertEquals(INFINITY, headroom(Double.NaN, 1));
    assertEquals(INFINITY, headroom(-INFINITY, 0));
    assertEquals(INFINITY, headroom(-INFINITY, INFINITY));
  }

  @Test
  void budgetThatIsNoFiniteNumber_allowsNoError() {
    for (double budget : new double[] {Double.NaN, INFINITY}) {
      assertEquals(INFINITY, compare(1, Double.NaN, budget).headroomStatistical());
      assertEquals(INFINITY, compare(1, 2, budget).headroomStatistical());
      assertEquals(0, compare(1, 1, budget).headroomStatistical());
    }
  }

  @Test
  void zeroBudget_allowsTheExactValueAlone() {
    assertEquals(0, compare(0, 0, 0).headroomStatistical());
    assertEquals(INFINITY, compare(0, Double.MIN_VALUE, 0).headroomStatistical());
    assertTrue(compare(0, Double.MIN_VALUE, 0).provesBug());
  }

  @Test
  void worstElement_carriesItsCoordinates() {
    Tensor wanted = tensor(0, 0, 0, 0, 0, 0);
    Tensor found = tensor(0, 0, 0, 0, 3, 1);
    ErrorBudget budget = new ErrorBudget(filled(6), filled(6));
    Comparison comparison =
        Judge.compare(new Expectation(Result.of(wanted), List.of(budget)), Result.of(found));
    assertEquals("out[h=1, d=1]", comparison.worst().coordinates());
    assertEquals(3, comparison.worst().actual());
  }

  @Test
  void otherShape_isRefused() {
    Expectation expected = new Expectation(Result.of(tensor(1)), List.of(ErrorBudget.ofLength(1)));
    Result actual = Result.of(new Tensor("lse", List.of(new Tensor.Axis("h", 1)), new double[1]));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Judge.compare(expected, actual));
    assertTrue(Objects.requireNonNull(refused.getMessage()).contains("lse"));
  }

  private static double headroom(double expected, double actual) {
    return compare(expected, actual).headroomStatistical();
  }

  private static Comparison compare(double expected, double actual) {
    return compare(expected, actual, BUDGET);
  }

  private static Comparison compare(double expected, double actual, double budget) {
    ErrorBudget budgets = new ErrorBudget(new double[] {budget}, new double[] {budget});
    return Judge.compare(
        new Expectation(Result.of(tensor(expected)), List.of(budgets)), Result.of(tensor(actual)));
  }

  private static Tensor tensor(double... values) {
    int heads = values.length > 3 ? 2 : 1;
    return new Tensor(
        "out",
        List.of(new Tensor.Axis("h", heads), new Tensor.Axis("d", values.length / heads)),
        values);
  }

  private static double[] filled(int length) {
    double[] budgets = new double[length];
    Arrays.fill(budgets, BUDGET);
    return budgets;
  }
}
