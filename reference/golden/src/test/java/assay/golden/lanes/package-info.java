@NullMarked
package assay.golden.lanes;

import org.jspecify.annotations.NullMarked;
