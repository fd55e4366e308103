package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.OutOfDeviceMemory;
import assay.spec.AttentionForm;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@link assay.spec.MlaLayer} on a device, for use: its weights and caches live there, and a step
 * issues its kernels one after another without waiting for any of them.
 *
 * <p>Activations are BF16, the cache is BF16, all sums are F32; {@link MlaLayerKernel#CONTRACT} is
 * what it promises. Used by one thread at a time.
 */
public final class DeviceMlaLayer implements AutoCloseable {

  private final DeviceMemoryPool pool;
  private final DeviceArena arena;
  private final MlaShape shape;
  private final LayerPass pass;
  private final AttentionSetting attention;

  /**
   * Loads kernels and weights.
   *
   * @param positions how many tokens a sequence may have
   * @throws assay.spec.UnsupportedProblem if the kernels have no path for the widths, or BF16 does
   *     not hold the weights exactly
   * @throws OutOfDeviceMemory if the weights do not fit; then nothing of them stays
   */
  public static DeviceMlaLayer load(
      Device device,
      DeviceMemoryPool pool,
      MlaWeights weights,
      Constants constants,
      int positions) {
    LayerKernels kernels =
        new LayerKernels(device, KernelSource.committed(MlaLayerKernel.STEM).ptx());
    return of(kernels, pool, weights, constants, positions);
  }

  static DeviceMlaLayer of(
      LayerKernels kernels,
      DeviceMemoryPool pool,
      MlaWeights weights,
      Constants constants,
      int positions) {
    LayerWidths.require(weights.shape());
    DeviceArena arena = new DeviceArena(pool);
    try {
      return new DeviceMlaLayer(kernels, pool, arena, weights, constants, positions);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private DeviceMlaLayer(
      LayerKernels kernels,
      DeviceMemoryPool pool,
      DeviceArena arena,
      MlaWeights weights,
      Constants constants,
      int positions) {
    RotationTable turns =
        constants
            .rope()
            .map(rope -> RotationTable.ofFirst(positions, rope))
            .orElse(RotationTable.NONE);
    this.pool = pool;
    this.arena = arena;
    this.shape = weights.shape();
    this.pass =
        new LayerPass(
            kernels,
            shape,
            constants,
            LayerWeights.of(arena, weights),
            upload(turns.cosines()),
            upload(turns.sines()));
    this.attention = new AttentionSetting(kernels, HeadWidths.of(shape), constants.softmaxScale());
  }

  /**
   * A cache for this layer's latents.
   *
   * @throws OutOfDeviceMemory if it does not fit
   */
  public DeviceLatentCache cache(DeviceLatentCache.Capacity capacity) {
    return new DeviceLatentCache(pool, pass.kernels().glue(), shape.cacheWidth(), capacity);
  }

  /** Sequences of one cache that take steps together; each may be in one open batch only. */
  public LayerBatch batch(DeviceLatentCache cache, List<CachedSequence> sequences) {
    return LayerBatch.of(pool, cache, sequences);
  }

  /**
   * Issues a step of {@code counts[b]} tokens of each sequence, such as a prefill chunk. Its
   * temporaries come from the pool and go back to it.
   *
   * @param hidden [N, hidden] BF16, the tokens of the first sequence first
   * @param out [N, hidden] BF16 for the result
   * @throws OutOfDeviceMemory if pages or memory run out; then the step has not begun
   */
  public void step(
      LayerBatch batch, AttentionForm form, DeviceSlice hidden, DeviceSlice out, int... counts) {
    int tokens = Starts.sum(counts);
    if (tokens == 0) {
      return;
    }
    try (DeviceArena own = new DeviceArena(pool)) {
      LayerWorkspace work = LayerWorkspace.of(own, shape, batch.size(), tokens);
      LayerAttention ready = ready(batch, form, own, counts);
      Starts.write(work.starts(), Starts.of(counts));
      batch.grow(counts);
      pass.issue(batch, work, ready, tokens, hidden, out);
    }
  }

  /**
   * Steps of {@code tokens} tokens of each sequence, in the absorbed form, that allocate nothing.
   *
   * @throws OutOfDeviceMemory if there is no memory for their temporaries
   */
  public DecodeLoop decode(LayerBatch batch, int tokens) {
    return DecodeLoop.of(pool, pass, attention, batch, tokens);
  }

  @Override
  public void close() {
    arena.close();
  }

  private LayerAttention ready(
      LayerBatch batch, AttentionForm form, DeviceArena own, int... counts) {
    return switch (form) {
      case ABSORBED ->
          new AbsorbedAttention(attention, own, batch, AbsorbedAttention.Lasting.ONE_STEP, counts);
      case EXPANDED -> new ExpandedAttention(attention, own, batch, counts);
    };
  }

  private DeviceSlice upload(float... numbers) {
    DeviceSlice slice = arena.allocate((long) numbers.length * Float.BYTES);
    slice.buffer().write(slice.offset(), MemorySegment.ofArray(numbers));
    return slice;
  }
}
