/**
 * Correct implementations that differ in everything a contract leaves open, written to be altered:
 * a planted bug overrides one step of one of them.
 *
 * <p>They know {@code spec} and {@code numerics} and nothing of the golden model, so that a judge
 * that accepts them has been told something.
 */
@NullMarked
package assay.verify.variant;

import org.jspecify.annotations.NullMarked;
