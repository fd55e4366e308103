@NullMarked
package assay.pages;

import org.jspecify.annotations.NullMarked;
