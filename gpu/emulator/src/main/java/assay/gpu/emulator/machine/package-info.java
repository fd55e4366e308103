/** What executes: warps, blocks, barriers and memory. Nothing here knows PTX's spelling. */
@NullMarked
package assay.gpu.emulator.machine;

import org.jspecify.annotations.NullMarked;
