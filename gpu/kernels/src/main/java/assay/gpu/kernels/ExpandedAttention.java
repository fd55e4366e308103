package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceSlice;
import java.util.Arrays;

/**
 * Attention of one step over keys and values of each head, made from all that the cache holds of
 * the step's sequences.
 */
final class ExpandedAttention implements LayerAttention {

  private final LayerGlue glue;
  private final LayerKernels.Expanded kernels;
  private final HeadWidths widths;
  private final float scale;
  private final LayerBatch batch;
  private final int longest;
  private final int keyCount;
  private final int blockCount;
  private final DeviceSlice starts;
  private final DeviceSlice keyStarts;
  private final DeviceSlice blocks;
  private final DeviceSlice rows;
  private final DeviceSlice keys;
  private final DeviceSlice values;
  private final DeviceSlice lse;

  /**
   * @param counts tokens of each sequence of {@code batch} in its next step
   */
  ExpandedAttention(AttentionSetting setting, DeviceArena arena, LayerBatch batch, int... counts) {
    this.widths = setting.widths();
    int[] next = batch.lengthsAfter(counts);
    int[] lengths = new int[batch.size()];
    Arrays.setAll(lengths, b -> counts[b] == 0 ? 0 : next[b]);
    int blockTokens = MlaPrefillKernel.blockTokens(widths.value());
    int[] table = PrefillBlocks.of(counts, lengths, true, blockTokens);
    this.glue = setting.kernels().glue();
    this.kernels = setting.kernels().expanded();
    this.scale = setting.scale();
    this.batch = batch;
    this.longest = Arrays.stream(lengths).max().orElse(0);
    this.keyCount = Starts.sum(lengths);
    this.blockCount = table.length / 2;
    this.starts = Starts.upload(arena, Starts.of(counts));
    this.keyStarts = Starts.upload(arena, Starts.of(lengths));
    this.blocks = Starts.upload(arena, table);
    this.rows = halves(arena, widths.cacheWidth());
    this.keys = halves(arena, (long) widths.heads() * widths.keyWidth());
    this.values = halves(arena, (long) widths.heads() * widths.value());
    this.lse = arena.allocate((long) Starts.sum(counts) * widths.heads() * Float.BYTES);
  }

  @Override
  public void issue(DeviceSlice query, DeviceSlice latentUp, DeviceSlice out) {
    glue.gather(batch, keyStarts, longest, rows);
    kernels
        .decompress()
        .issue(
            new DecompressHeadsKernel.Buffers(rows, latentUp, keys, values), keyCount, widths, 0);
    kernels
        .prefill()
        .issue(
            new MlaPrefillKernel.Buffers(query, keys, values, starts, keyStarts, blocks, out, lse),
            new MlaPrefillKernel.Shape(
                widths.heads(), widths.keyWidth(), widths.value(), scale, true),
            blockCount);
  }

  private DeviceSlice halves(DeviceArena arena, long perKey) {
    return arena.allocate(keyCount * perKey * Short.BYTES);
  }
}
