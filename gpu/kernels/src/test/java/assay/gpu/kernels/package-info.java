@NullMarked
package assay.gpu.kernels;

import org.jspecify.annotations.NullMarked;
