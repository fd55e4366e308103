/** CUDA kernels of the operators, as committed PTX, and the launchers that run them on a device. */
@NullMarked
package assay.gpu.kernels;

import org.jspecify.annotations.NullMarked;
