@NullMarked
package assay.numerics;

import org.jspecify.annotations.NullMarked;
