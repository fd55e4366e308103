/**
 * Loops over binary64 arrays, in vector registers of any width or none; the only place in the
 * golden model that knows of them.
 *
 * <p>Every loop fixes the order of its roundings, so every implementation gives the same bits.
 */
@NullMarked
package assay.golden.lanes;

import org.jspecify.annotations.NullMarked;
