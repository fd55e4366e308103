/**
 * Tensors in files that others write and read: safetensors, NumPy's npy and npz, and checkpoints of
 * models with latent attention.
 *
 * <p>A file comes from anywhere: whatever is wrong with one is a {@link assay.files.BadFile}, found
 * before a tensor is handed out. What a reader returns lives as long as the {@link
 * java.lang.foreign.Arena} that the caller gave it; pass a shared one where several threads read.
 * Mapped memory follows the file: nobody may shorten or rewrite it in between.
 */
@NullMarked
package assay.files;

import org.jspecify.annotations.NullMarked;
