package assay.spec;

import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;

/**
 * How the keys of a page lie in its bytes: D latent features and R roped ones a slot, P slots a
 * page.
 *
 * <p>The number that feature i of a slot stands for is code · scale, exact in binary64. Latent
 * features share a scale tile by tile; a roped one may have another format and scale. Multi-byte
 * values are little-endian and need no alignment. What a kernel makes of the bytes, say bf16 after
 * scaling, is not part of it.
 *
 * <p>Byte tables: docs/cache-layouts.md.
 */
public sealed interface LatentLayout permits DenseLayout, Fp8DsMlaLayout, Model1Layout {

  /** D. */
  int latent();

  /** R. */
  int rope();

  /** Format of a latent feature's code. */
  FloatFormat latentFormat();

  /** Format of a roped feature's code. */
  FloatFormat ropeFormat();

  /** How many latent features share a scale. */
  int tile();

  /** What a token takes, scales included and a page's padding not. */
  int bytesPerToken();

  /** What a page of {@code pageSize} slots takes. */
  long bytesPerPage(int pageSize);

  /** Where latent feature 0 of {@code slot} lies in its page; the others follow. */
  long latentOffset(int pageSize, int slot);

  /** Where roped feature 0 of {@code slot} lies in its page; the others follow. */
  long ropeOffset(int pageSize, int slot);

  /** The scale of latent tile {@code tile} of {@code slot} in the page that begins at a byte. */
  float scale(MemorySegment pool, long page, int pageSize, int slot, int tile);

  /** The scale of all roped features. */
  default float ropeScale() {
    return 1;
  }

  /** D + R. */
  default int width() {
    return latent() + rope();
  }

  /**
   * Features {@code first} to before {@code first + count} of a slot; exact.
   *
   * @param pool pages; this one begins at byte {@code page}
   */
  default void read(
      MemorySegment pool,
      long page,
      int pageSize,
      int slot,
      int first,
      int count,
      double[] target,
      int at) {
    int stop;
    for (int i = first; i < first + count; i = stop) {
      stop = Math.min(first + count, runEnd(i));
      long offset = page + offset(pageSize, slot, i);
      float scale = runScale(pool, page, pageSize, slot, i);
      Codes.copy(format(i), pool, offset, scale, stop - i, target, at + i - first);
    }
  }

  /** The same in F32; a product that does not fit is rounded to nearest. */
  default void read(
      MemorySegment pool,
      long page,
      int pageSize,
      int slot,
      int first,
      int count,
      float[] target,
      int at) {
    int stop;
    for (int i = first; i < first + count; i = stop) {
      stop = Math.min(first + count, runEnd(i));
      long offset = page + offset(pageSize, slot, i);
      float scale = runScale(pool, page, pageSize, slot, i);
      Codes.copy(format(i), pool, offset, scale, stop - i, target, at + i - first);
    }
  }

  /** Where the codes end that lie beside feature {@code i}'s and share its scale. */
  private int runEnd(int i) {
    return i < latent() ? Math.min(latent(), (i / tile() + 1) * tile()) : width();
  }

  /** Of feature {@code i}'s code. */
  private FloatFormat format(int i) {
    return i < latent() ? latentFormat() : ropeFormat();
  }

  /** Where feature {@code i}'s code lies in the page. */
  private long offset(int pageSize, int slot, int i) {
    return i < latent()
        ? latentOffset(pageSize, slot) + (long) i * latentFormat().bytes()
        : ropeOffset(pageSize, slot) + (long) (i - latent()) * ropeFormat().bytes();
  }

  private float runScale(MemorySegment pool, long page, int pageSize, int slot, int i) {
    return i < latent() ? scale(pool, page, pageSize, slot, i / tile()) : ropeScale();
  }
}
