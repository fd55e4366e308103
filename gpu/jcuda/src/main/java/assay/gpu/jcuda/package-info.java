/**
 * NVIDIA GPUs through the CUDA driver API, and NVIDIA's PTX assembler, both by way of JCuda. The
 * only package that sees {@code jcuda.*}.
 */
@NullMarked
package assay.gpu.jcuda;

import org.jspecify.annotations.NullMarked;
