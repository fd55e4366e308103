package assay.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceMemoryStatistics;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.OutOfDeviceMemory;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.CachedSequence;
import assay.gpu.kernels.DeviceLatentCache;
import assay.gpu.kernels.DeviceLatentCache.Capacity;
import assay.gpu.kernels.DeviceMlaLayer;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.LayerBatch;
import assay.gpu.kernels.LayerKernels;
import assay.gpu.kernels.MlaLayerKernel;
import assay.numerics.Elements;
import assay.spec.MlaLayer.Problem;
import assay.spec.TokenSchedule;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a cache on a device: handed out, shared, copied, and run out of. */
final class DeviceLatentCacheTest {

  private static final Problem PROBLEM =
      DeviceMlaLayerTest.tiny(new TokenSchedule(new int[] {6, 1}, new int[] {6, 1}));
  private static final int WIDTH = PROBLEM.shape().hidden();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyOperations_handOutPagesAsTheGoldenAllocatorDoes(long seed) {
    try (EmulatedDevice device = new EmulatedDevice(Checks.FEWEST)) {
      DeviceMemoryPool pool = new DeviceMemoryPool(device);
      DeviceMlaLayer layer = layer(LayerKernels.committed(device), pool, 32);
      new PagesBesideGolden(layer, seed).run();
    }
  }

  /** Both have the same first six tokens; their page is half full when they part. */
  @Test
  void forkedSequences_goOnEachForItself() {
    assertArrayEquals(apart(), forked(committed()));
  }

  @Test
  void pageThatIsNotCopied_isSeen() {
    String copy =
        committed()
            .replaceFirst(
                "(?s)(\\.entry mla_layer_copy.*?)st\\.global\\.u16 \t\\[%rd\\d+\\], %rs\\d+;",
                "$1");
    assertFalse(copy.equals(committed()), "nothing to edit in the PTX");
    assertThrows(Throwable.class, () -> assertArrayEquals(apart(), forked(copy)));
  }

  @Test
  void pagesThatRunOut_areRefused_andTheBatchGoesOnWhenSomeAreFree() {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      DeviceMemoryPool pool = new DeviceMemoryPool(device);
      DeviceMlaLayer layer = layer(LayerKernels.committed(device), pool, 32);
      DeviceLatentCache cache = layer.cache(new Capacity(4, 3, 8));
      CachedSequence other = cache.allocate();
      cache.grow(List.of(other), 5);
      Session session = new Session(device, pool, layer, cache, List.of(cache.allocate()));
      DeviceMemoryStatistics before = pool.statistics();
      assertThrows(OutOfDeviceMemory.class, () -> session.step(0, 6));
      assertEquals(before.bytesLive(), pool.statistics().bytesLive());
      assertEquals(1, cache.freePages());
      cache.free(other);
      assertArrayEquals(first(apart(), 6), session.step(0, 6));
      assertThrows(IllegalArgumentException.class, () -> cache.free(other));
    }
  }

  @Test
  void cacheThatDoesNotFit_leavesThePoolUsable() {
    try (EmulatedDevice device = EmulatedDevice.limited(Checks.ALL, 1 << 20)) {
      DeviceMemoryPool pool = new DeviceMemoryPool(device);
      DeviceMlaLayer layer = layer(LayerKernels.committed(device), pool, 32);
      DeviceMemoryStatistics before = pool.statistics();
      assertThrows(OutOfDeviceMemory.class, () -> layer.cache(new Capacity(4, 1 << 20, 8)));
      assertEquals(before, pool.statistics());
      DeviceLatentCache cache = layer.cache(new Capacity(4, 2, 8));
      Session session = new Session(device, pool, layer, cache, List.of(cache.allocate()));
      assertArrayEquals(first(apart(), 6), session.step(0, 6));
    }
  }

  @Test
  void weightsThatDoNotFit_leaveNothingBehind() {
    try (EmulatedDevice device = EmulatedDevice.limited(Checks.ALL, 6000)) {
      DeviceMemoryPool pool = new DeviceMemoryPool(device);
      LayerKernels kernels = LayerKernels.committed(device);
      assertThrows(OutOfDeviceMemory.class, () -> layer(kernels, pool, 32));
      assertEquals(0, pool.statistics().lent());
      assertTrue(pool.statistics().loans() > 0);
      pool.close();
    }
  }

  @Test
  void moreTokensThanPositions_areRefused() {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      DeviceMemoryPool pool = new DeviceMemoryPool(device);
      DeviceMlaLayer layer = layer(LayerKernels.committed(device), pool, 8);
      assertThrows(IllegalArgumentException.class, () -> layer.cache(new Capacity(4, 3, 3)));
      DeviceLatentCache cache = layer.cache(new Capacity(4, 3, 2));
      CachedSequence sequence = cache.allocate();
      assertThrows(IllegalArgumentException.class, () -> cache.grow(List.of(sequence), 9));
      assertEquals(0, sequence.length());
    }
  }

  private static String committed() {
    return KernelSource.committed(MlaLayerKernel.STEM).ptx().text();
  }

  private static DeviceMlaLayer layer(LayerKernels kernels, DeviceMemoryPool pool, int positions) {
    return DeviceMlaLayer.of(kernels, pool, PROBLEM.weights(), PROBLEM.constants(), positions);
  }

  private static double[] first(double[] rows, int count) {
    return Arrays.copyOf(rows, count * WIDTH);
  }

  /** Six tokens, and then two others, as two sequences that share nothing. */
  private static double[] apart() {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      DeviceMemoryPool pool = new DeviceMemoryPool(device);
      DeviceMlaLayer layer = layer(LayerKernels.committed(device), pool, 32);
      DeviceLatentCache cache = layer.cache(new Capacity(4, 4, 8));
      Session one = new Session(device, pool, layer, cache, List.of(cache.allocate()));
      Session two = new Session(device, pool, layer, cache, List.of(cache.allocate()));
      double[] prefix = one.step(0, 6);
      two.step(0, 6);
      return joined(prefix, one.step(6, 1), two.step(7, 1));
    }
  }

  /** The same with one prefix that both share. */
  private static double[] forked(String ptx) {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      DeviceMemoryPool pool = new DeviceMemoryPool(device);
      LayerKernels kernels = new LayerKernels(device, new PtxSource("forked", ptx));
      DeviceMlaLayer layer = layer(kernels, pool, 32);
      DeviceLatentCache cache = layer.cache(new Capacity(4, 3, 8));
      CachedSequence sequence = cache.allocate();
      Session one = new Session(device, pool, layer, cache, List.of(sequence));
      double[] prefix = one.step(0, 6);
      CachedSequence second = cache.fork(sequence);
      assertEquals(2, cache.usedPages());
      Session two = new Session(device, pool, layer, cache, List.of(second));
      double[] other = two.step(7, 1);
      assertEquals(3, cache.usedPages());
      return joined(prefix, one.step(6, 1), other);
    }
  }

  private static double[] joined(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  /** A batch that takes tokens of the problem. */
  private static final class Session {

    private final Device device;
    private final DeviceMemoryPool pool;
    private final DeviceMlaLayer layer;
    private final LayerBatch batch;

    Session(
        Device device,
        DeviceMemoryPool pool,
        DeviceMlaLayer layer,
        DeviceLatentCache cache,
        List<CachedSequence> sequences) {
      this.device = device;
      this.pool = pool;
      this.layer = layer;
      this.batch = layer.batch(cache, sequences);
    }

    /** The result for so many tokens, the problem's from {@code first} on. */
    double[] step(int first, int count) {
      long bytes = (long) count * WIDTH * Short.BYTES;
      try (DeviceArena arena = new DeviceArena(pool)) {
        DeviceSlice hidden = arena.allocate(bytes);
        DeviceSlice out = arena.allocate(bytes);
        MemorySegment rows =
            PROBLEM.hidden().slice((long) first * WIDTH, (long) count * WIDTH).segment();
        hidden.buffer().write(hidden.offset(), rows);
        layer.step(batch, PROBLEM.form(), hidden, out, count);
        device.synchronize();
        short[] codes = new short[count * WIDTH];
        out.buffer().read(out.offset(), MemorySegment.ofArray(codes));
        return Elements.ofBFloat16(codes).toDoubles();
      }
    }
  }
}
