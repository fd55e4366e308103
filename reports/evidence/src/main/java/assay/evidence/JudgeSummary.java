package assay.evidence;

/**
 * All planted bugs, and all honest variants, before one judge.
 *
 * @param judge its name
 * @param inputs {@code published} or {@code aimed}
 * @param source where its rule stands
 * @param rule as a formula
 * @param description of its inputs, one line
 * @param killed bugs
 * @param flaky bugs
 * @param survived bugs
 * @param equivalent bugs
 * @param notApplicable bugs
 * @param honest variants that it judged
 * @param falseAlarms variants that it refused at least once
 * @param elapsedNanos sum of its verdicts' times
 */
public record JudgeSummary(
    String judge,
    String inputs,
    String source,
    String rule,
    String description,
    long killed,
    long flaky,
    long survived,
    long equivalent,
    long notApplicable,
    long honest,
    long falseAlarms,
    long elapsedNanos)
    implements Evidence {}
