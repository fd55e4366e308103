package assay.evidence;

/**
 * An entry that a launcher took, and why: one line for each entry and reason of a run.
 *
 * @param operator stem in kebab-case
 * @param subject the implementation under test
 * @param entry that was launched
 * @param reason the rule that decided
 * @param runs that were answered with it, those of a property's derived problems included
 */
public record EntryChosen(String operator, String subject, String entry, String reason, long runs)
    implements Evidence {}
