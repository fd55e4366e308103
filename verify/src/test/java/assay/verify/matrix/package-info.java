@NullMarked
package assay.verify.matrix;

import org.jspecify.annotations.NullMarked;
