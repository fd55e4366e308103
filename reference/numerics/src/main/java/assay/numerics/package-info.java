/**
 * Floating-point formats to the bit, rounding, and unit roundoffs; nothing about attention or GPUs.
 *
 * <p>Rounding is to nearest, ties to even, unless a name says otherwise. A NaN stays a NaN; its
 * payload need not survive.
 */
@NullMarked
package assay.numerics;

import org.jspecify.annotations.NullMarked;
