package assay.evidence;

/**
 * What the subject may have done instead: an alternative result that its results agree with.
 *
 * @param operator stem in kebab-case
 * @param subject the implementation under test
 * @param rank from 1, the best
 * @param bugClass what kind of mistake it is
 * @param title the mistake, in a few words
 * @param explained how much of what is wrong it explains, from 0 to 1
 * @param problems how many failing problems it was held against
 */
public record DiagnosisFound(
    String operator,
    String subject,
    int rank,
    String bugClass,
    String title,
    double explained,
    int problems)
    implements Evidence {}
