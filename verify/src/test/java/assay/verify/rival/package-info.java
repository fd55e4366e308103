@NullMarked
package assay.verify.rival;

import org.jspecify.annotations.NullMarked;
