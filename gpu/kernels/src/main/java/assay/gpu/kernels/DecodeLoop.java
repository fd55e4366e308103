package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceSlice;
import java.util.Arrays;

/**
 * Steps of equally many tokens of each sequence of a batch, in the absorbed form. What they need
 * was allocated when the loop was made: a step allocates nothing and waits for nothing.
 */
public final class DecodeLoop implements AutoCloseable {

  private final DeviceMemoryPool pool;
  private final DeviceArena arena;
  private final AttentionSetting setting;
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
      return new DecodeLoop(pool, arena, pass, setting, batch, tokens);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private DecodeLoop(
      DeviceMemoryPool pool,
      DeviceArena arena,
      LayerPass pass,
      AttentionSetting setting,
      LayerBatch batch,
      int tokens) {
    this.pool = pool;
    this.arena = arena;
    this.setting = setting;
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

  /**
   * Records a step for sequences of any length, to be issued at once as often as wanted. How keys
   * are split is settled for the longest sequences that the page table has room for.
   *
   * @param hidden as in {@link #step}, read whenever the recorded step runs
   * @param out as in {@link #step}
   * @throws assay.gpu.device.OutOfDeviceMemory if there is no memory for its temporaries
   */
  public RecordedStep record(DeviceSlice hidden, DeviceSlice out) {
    DeviceArena own = new DeviceArena(pool);
    try {
      LayerAttention anyLength =
          new AbsorbedAttention(setting, own, batch, AbsorbedAttention.Lasting.RECORDED, counts);
      int tokens = Starts.sum(counts);
      DeviceGraph graph =
          setting
              .kernels()
              .device()
              .capture(() -> pass.issue(batch, work, anyLength, tokens, hidden, out));
      return new RecordedStep(graph, own, batch, counts);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
