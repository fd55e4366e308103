@NullMarked
package assay.bench.peers;

import org.jspecify.annotations.NullMarked;
