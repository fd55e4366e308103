package assay.evidence;

/**
 * One planted bug before one judge.
 *
 * @param bug its id
 * @param group two letters of its class
 * @param title what is wrong
 * @param operator stem in kebab-case
 * @param judge its name
 * @param inputs {@code published} for the judge's own, {@code aimed} for Assay's
 * @param fate what became of it
 * @param by the property or the rule that refused it, and why; empty unless refused
 * @param problem the first that it was refused on; empty likewise
 * @param runs how often it was judged
 * @param refusals how often it was refused
 * @param elapsedNanos time of running and judging it, as if for this judge alone
 */
public record MutantVerdict(
    String bug,
    String group,
    String title,
    String operator,
    String judge,
    String inputs,
    Fate fate,
    String by,
    String problem,
    long runs,
    long refusals,
    long elapsedNanos)
    implements Evidence {}
