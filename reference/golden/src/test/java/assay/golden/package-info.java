@NullMarked
package assay.golden;

import org.jspecify.annotations.NullMarked;
