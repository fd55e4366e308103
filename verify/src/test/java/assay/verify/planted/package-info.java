<<<<<<< HEAD
/** Planted bugs are caught. */
=======
/** Planted bugs are seen to fail, and what they were made from is not. */
>>>>>>> 7017554e81e015a2ed5eb0b3760f42fa25d056dc
@NullMarked
package assay.verify.planted;

import org.jspecify.annotations.NullMarked;
