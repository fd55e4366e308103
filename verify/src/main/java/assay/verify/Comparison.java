package assay.verify;

import assay.evidence.WorstElement;

/**
 * How a result compares with what was expected.
 *
 * @param headroomHard largest error in units of the hard budget
 * @param headroomStatistical largest error in units of the statistical budget
 * @param elements how many were compared
 * @param worst the element of {@code headroomStatistical}; meaningless while that is 0
 * @param compared what was
 */
public record Comparison(
    double headroomHard,
    double headroomStatistical,
    long elements,
    WorstElement worst,
    Mismatch compared) {

  /** Whether every element is within its statistical budget. */
  public boolean withinBudget() {
    return headroomStatistical <= 1;
  }

  /** Whether an element is outside its hard budget, which no honest kernel can be. */
  public boolean provesBug() {
    return headroomHard > 1;
  }
}
