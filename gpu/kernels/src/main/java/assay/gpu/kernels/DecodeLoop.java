package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceSlice;
import java.util.Arrays;

/**
 * Steps of equally many tokens of each sequence of a batch, in the absorbed form. What they need
 * was allocated when the loop was made: a step allocates nothing and waits for nothing.
 */
public final class DecodeLoop implements AutoCloseable {

  private final DeviceArena arena;
  private final LayerPass pass;
  private final LayerBatch batch;
  private final LayerWorkspace work;
  private final LayerAttention attention;
  private final int[] counts;

  static DecodeLoop of(
      DeviceMemoryPool pool,
      LayerPass pass,
      AttentionSetting setting,
      LayerBatch batch,
      int tokens) {
    DeviceArena arena = new DeviceArena(pool);
    try {
      return new DecodeLoop(arena, pass, setting, batch, tokens);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private DecodeLoop(
      DeviceArena arena, LayerPass pass, AttentionSetting setting, LayerBatch batch, int tokens) {
    this.arena = arena;
    this.pass = pass;
    this.batch = batch;
    this.counts = new int[batch.size()];
    Arrays.fill(counts, tokens);
    this.work = LayerWorkspace.of(arena, pass.shape(), batch.size(), Starts.sum(counts));
    this.attention =
        new AbsorbedAttention(setting, arena, batch, AbsorbedAttention.Lasting.STEPS, counts);
    Starts.write(work.starts(), Starts.of(counts));
  }

  /**
   * Issues the next step.
   *
   * @param hidden [N, hidden] BF16, the tokens of the first sequence first
   * @param out [N, hidden] BF16 for the result
   * @throws assay.gpu.device.OutOfDeviceMemory if pages run out; then the step has not begun
   */
  public void step(DeviceSlice hidden, DeviceSlice out) {
    batch.grow(counts);
    pass.issue(batch, work, attention, Starts.sum(counts), hidden, out);
  }

  @Override
  public void close() {
    arena.close();
  }
}
