/**
 * Where a subject is held against the golden model.
 *
 * <p>A judge knows results and never where they came from. Properties are statements that a command
 * runs from a seed and that jqwik runs, with shrinking, in tests.
 */
@NullMarked
package assay.verify;

import org.jspecify.annotations.NullMarked;
