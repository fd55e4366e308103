/** Planted bugs are seen to fail, and what they were made from is not. */
@NullMarked
package assay.verify.planted;

import org.jspecify.annotations.NullMarked;
