@NullMarked
package assay.verify;

import org.jspecify.annotations.NullMarked;
