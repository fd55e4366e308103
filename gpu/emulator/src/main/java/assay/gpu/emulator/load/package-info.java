/**
 * Turns a parsed function into a program of steps: binds registers, finds addresses, inlines calls.
 */
@NullMarked
package assay.gpu.emulator.load;

import org.jspecify.annotations.NullMarked;
