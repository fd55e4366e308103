package assay.evidence;

/**
 * One property held against one problem.
 *
 * <p>Headroom is the largest |actual − golden| / budget over the elements: at most 1 is within the
 * budget. It is NaN where the property has no budget.
 *
 * @param operator stem in kebab-case
 * @param subject the implementation under test
 * @param property its name
 * @param problem one-line recipe that replays the case
 * @param outcome pass, fail, or not run
 * @param headroomHard against the worst-case budget
 * @param headroomStatistical against the budget for independent rounding errors
 * @param elements compared
 * @param elapsedNanos wall-clock time of the case
 */
public record CaseVerdict(
    String operator,
    String subject,
    String property,
    String problem,
    Outcome outcome,
    double headroomHard,
    double headroomStatistical,
    long elements,
    long elapsedNanos)
    implements Evidence {}
