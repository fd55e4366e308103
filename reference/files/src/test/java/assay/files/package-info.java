@NullMarked
package assay.files;

import org.jspecify.annotations.NullMarked;
