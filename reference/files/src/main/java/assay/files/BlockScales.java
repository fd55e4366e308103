package assay.files;

import assay.files.CheckpointConfig.WeightBlock;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.lang.foreign.Arena;

/**
 * Weights [O, I] in E4M3 under one F32 scale for each block: w[o, i] = code[o, i] · scale[o / rows,
 * i / columns].
 *
 * <p>The last block of a row or column may be partial. A product is exact in binary64 (4 and 24
 * significant bits) and is rounded once, to F32; beyond F32's range it is an infinity.
 *
 * <p>Source: DeepSeek-V3 technical report, arXiv 2412.19437, §3.3.2; {@code weight_scale_inv} is
 * what codes are multiplied by, whatever its name says.
 *
 * @param scales [⌈O / rows⌉, ⌈I / columns⌉]
 * @param block how many weights share one
 */
record BlockScales(Elements scales, WeightBlock block) {

  static long blocks(long extent, int block) {
    return Math.ceilDiv(extent, block);
  }

  /** The weights in F32, outside the heap. */
  Elements dequantise(Elements codes, long outputs, long inputs, Arena arena) {
    Elements weights =
        new Elements(FloatFormat.F32, arena.allocate(Math.multiplyExact(codes.count(), 4), 4));
    long blocksInRow = blocks(inputs, block.columns());
    for (long o = 0; o < outputs; o++) {
      long scaleRow = o / block.rows() * blocksInRow;
      for (long i = 0; i < inputs; i++) {
        double scale = scales.get(scaleRow + i / block.columns());
        weights.set(o * inputs + i, codes.get(o * inputs + i) * scale);
      }
    }
    return weights;
  }
}
