/** Honest variants are held against the golden model. */
@NullMarked
package assay.verify.variant;

import org.jspecify.annotations.NullMarked;
