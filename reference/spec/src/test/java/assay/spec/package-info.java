@NullMarked
package assay.spec;

import org.jspecify.annotations.NullMarked;
