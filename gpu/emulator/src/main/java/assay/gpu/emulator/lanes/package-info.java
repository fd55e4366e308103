/**
 * The loops over the lanes of a warp, one class per shape of operands; each operation gets its own
 * copy, so that the JIT compiles each loop for one operation.
 */
@NullMarked
package assay.gpu.emulator.lanes;

import org.jspecify.annotations.NullMarked;
