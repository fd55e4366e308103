package assay.gpu.kernels;

import assay.gpu.device.PtxSource;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.PagedLatentCache;
import assay.spec.ScaleReading;
import assay.spec.UnsupportedProblem;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What caches the decodes on matrix units read, each with kernels of its own. */
public enum DecodeCache {
  /** Numbers of bf16. */
  DENSE_BF16,
  /** E4M3 under F32 scales for 128 latents each, and roped features of bf16: 656 bytes. */
  FP8_DS_MLA;

  private static final Pattern SCALED = Pattern.compile("\\.entry\\s+\\w+_fp8_");

  /** The one that the entries of {@code ptx} read. */
  static DecodeCache of(PtxSource ptx) {
    return SCALED.matcher(ptx.text()).find() ? FP8_DS_MLA : DENSE_BF16;
  }

  /**
   * Refuses what the kernels {@code stem} do not read.
   *
   * @param slots that the kernel will read, by page · P + offset
   */
  void require(PagedLatentCache cache, IntStream slots, String stem) {
    switch (this) {
      case DENSE_BF16 -> BFloat16Inputs.require(cache.layout(), stem);
      case FP8_DS_MLA -> requireScaled(cache, slots, stem);
    }
  }

  private static void requireScaled(PagedLatentCache cache, IntStream slots, String stem) {
    LatentLayout layout = cache.layout();
    if (!(layout instanceof Fp8DsMlaLayout tiles && tiles.reading() == ScaleReading.F32)) {
      throw new UnsupportedProblem(
          "cache layout is %s; %s reads fp8_ds_mla with scales as they are written"
              .formatted(layout, stem));
    }
    if (!CacheScales.arePowersOfTwo(cache, slots)) {
      throw new UnsupportedProblem(
          "a scale is no power of two; %s reads those that are".formatted(stem));
    }
  }
}
