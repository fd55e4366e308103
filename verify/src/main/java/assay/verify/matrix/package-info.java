/** How well judges judge: honest implementations accused, planted bugs that get through. */
@NullMarked
package assay.verify.matrix;

import org.jspecify.annotations.NullMarked;
