/**
 * Memory of the golden model: pages of a latent cache, shared between sequences, and buffers for
 * temporaries.
 */
@NullMarked
package assay.golden.cache;

import org.jspecify.annotations.NullMarked;
