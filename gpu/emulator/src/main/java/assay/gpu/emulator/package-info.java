/** A device that executes PTX on the CPU and checks what it does. */
@NullMarked
package assay.gpu.emulator;

import org.jspecify.annotations.NullMarked;
