/**
 * Planted bugs: each an honest variant with one step gone wrong, most of them after publicly
 * reported defects. They measure what a judge and a suite of properties can see.
 */
@NullMarked
package assay.verify.planted;

import org.jspecify.annotations.NullMarked;
