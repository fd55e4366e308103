/**
 * Plants bugs in PTX: each mutant is the text of a kernel with one instruction changed, and every
 * line where it was.
 */
@NullMarked
package assay.gpu.mutation;

import org.jspecify.annotations.NullMarked;
