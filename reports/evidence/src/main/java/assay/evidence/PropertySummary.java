package assay.evidence;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/**
 * All cases of one property of one subject.
 *
 * @param operator stem in kebab-case
 * @param subject the implementation under test
 * @param property its name
 * @param statement what the property claims, one sentence
 * @param passed cases
 * @param failed cases
 * @param notRun cases
 * @param smallestFailure recipe of the smallest problem that fails; null where none fails
 * @param worstHeadroom largest statistical headroom over the cases; NaN where the property has no
 *     budget
 */
public record PropertySummary(
    String operator,
    String subject,
    String property,
    String statement,
    long passed,
    long failed,
    long notRun,
    @JsonSetter(nulls = Nulls.SET) @Nullable String smallestFailure,
    double worstHeadroom)
    implements Evidence {}
