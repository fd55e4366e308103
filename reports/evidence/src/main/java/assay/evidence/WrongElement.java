package assay.evidence;

/**
 * One element that is over its budget.
 *
 * @param coordinates such as {@code out[b=0, s=0, h=3, d=17]}
 * @param expected the golden value
 * @param actual the subject's value
 * @param budgets the error in units of what is allowed
 * @param dominatingTerm what most of the budget is granted for, with its lemma; empty where the
 *     budget has no terms
 */
public record WrongElement(
    String coordinates, double expected, double actual, double budgets, String dominatingTerm) {}
