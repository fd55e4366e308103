package assay.evidence;

/**
 * The element of a result that is farthest over its budget.
 *
 * @param tensor the result's name for it
 * @param coordinates such as {@code out[b=0, s=0, h=3, d=17]}
 * @param expected the golden value
 * @param actual the subject's value
 * @param error |actual − expected|
 * @param budget the error allowed there
 */
public record WorstElement(
    String tensor,
    String coordinates,
    double expected,
    double actual,
    double error,
    double budget) {}
