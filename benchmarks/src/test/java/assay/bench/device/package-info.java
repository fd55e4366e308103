@NullMarked
package assay.bench.device;

import org.jspecify.annotations.NullMarked;
