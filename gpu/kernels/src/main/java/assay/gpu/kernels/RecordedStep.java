package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceGraph;

/**
 * A step of a {@link DecodeLoop} that the device has recorded. It may be mixed with steps of the
 * loop, and ends before it.
 */
public final class RecordedStep implements AutoCloseable {

  private final DeviceGraph graph;
  private final DeviceArena arena;
  private final LayerBatch batch;
  private final int[] counts;

  RecordedStep(DeviceGraph graph, DeviceArena arena, LayerBatch batch, int... counts) {
    this.graph = graph;
    this.arena = arena;
    this.batch = batch;
    this.counts = counts;
  }

  /**
   * Issues the next step. What the buffers of hidden states hold then is what it takes.
   *
   * @throws assay.gpu.device.OutOfDeviceMemory if pages run out; then the step has not begun
   */
  public void step() {
    batch.grow(counts);
    graph.launch();
  }

  @Override
  public void close() {
    graph.close();
    arena.close();
  }
}
