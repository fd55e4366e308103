/** Times kernels on a device, by its own events; answers are checked first. */
@NullMarked
package assay.bench.device;

import org.jspecify.annotations.NullMarked;
