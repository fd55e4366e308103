@NullMarked
package assay.evidence;

import org.jspecify.annotations.NullMarked;
