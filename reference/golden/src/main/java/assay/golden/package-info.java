/**
 * The golden model: every operator in binary64, and how far an honest implementation may be from
 * it.
 *
 * <p>A result is a function of the problem alone: the same bits at every vector width, in scalar
 * code, before and after compilation, and for every number of threads.
 */
@NullMarked
package assay.golden;

import org.jspecify.annotations.NullMarked;
