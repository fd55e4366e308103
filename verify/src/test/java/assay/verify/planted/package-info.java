/** Planted bugs are caught. */
@NullMarked
package assay.verify.planted;

import org.jspecify.annotations.NullMarked;
