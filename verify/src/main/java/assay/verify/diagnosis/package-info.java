/**
 * What a wrong subject may have done instead.
 *
 * <p>A hypothesis is an alternative result, computed in binary64 from the specification alone; it
 * is believed as far as the subject's results agree with it where they disagree with the golden
 * model. Clues say what kind of mistake leaves its marks where these are.
 */
@NullMarked
package assay.verify.diagnosis;

import org.jspecify.annotations.NullMarked;
