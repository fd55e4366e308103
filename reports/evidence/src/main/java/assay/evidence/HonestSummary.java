package assay.evidence;

/**
 * One honest variant on problems of one class of lengths, as Assay judges it.
 *
 * @param operator stem in kebab-case
 * @param variant its name
 * @param lengths the class, such as {@code 4096}; {@code small} for an operator's own problems
 * @param problems how many
 * @param accusations problems with a failed property; a judge that can be trusted has none
 * @param accused the first accusation; empty if there is none
 * @param medianHeadroom median over the problems of the largest statistical headroom
 * @param largestHeadroom the largest of them
 */
public record HonestSummary(
    String operator,
    String variant,
    String lengths,
    long problems,
    long accusations,
    String accused,
    double medianHeadroom,
    double largestHeadroom)
    implements Evidence {}
