/**
 * Acceptance rules of other projects, each with the inputs it is published with, as judges like any
 * other.
 *
 * <p>A rule knows an expected and an actual output. What is not published is said where it is
 * chosen; docs/kill-matrix.md has the method.
 */
@NullMarked
package assay.verify.rival;

import org.jspecify.annotations.NullMarked;
