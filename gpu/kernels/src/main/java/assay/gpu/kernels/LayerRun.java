package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceSlice;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.Result;
import assay.spec.TokenSchedule;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One problem on a layer: what a step needs goes to the device before it, its result comes back.
 */
final class LayerRun {

  private final Device device;
  private final DeviceMemoryPool pool;
  private final DeviceMlaLayer layer;
  private final Problem problem;
  private final TokenSchedule schedule;
  private final int width;
  private final short[] hidden;
  private final short[] out;
  private final int[] taken;

  LayerRun(Device device, DeviceMemoryPool pool, DeviceMlaLayer layer, Problem problem) {
    this.device = device;
    this.pool = pool;
    this.layer = layer;
    this.problem = problem;
    this.schedule = problem.schedule();
    this.width = problem.shape().hidden();
    this.hidden = codes(problem);
    this.out = new short[hidden.length];
    this.taken = new int[schedule.batch()];
  }

  Result result() {
    DeviceLatentCache.Capacity capacity = capacity();
    try (DeviceLatentCache cache = layer.cache(capacity)) {
      cache.slots().buffer().fill(Transfers.NAN_FILL);
      List<CachedSequence> sequences =
          Stream.generate(cache::allocate).limit(schedule.batch()).toList();
      try (LayerBatch batch = layer.batch(cache, sequences)) {
        int rounds =
            Arrays.stream(schedule.steps()).mapToInt(steps -> steps.length).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
          step(batch, counts(round));
        }
      }
      double[] cached = cached(cache, capacity, sequences);
      return MlaLayer.result(problem, Transfers.fromBFloat16(out), cached);
    }
  }

  private DeviceLatentCache.Capacity capacity() {
    int pageSize = problem.store().pageSize();
    int[] pages =
        IntStream.range(0, schedule.batch())
            .map(b -> Math.ceilDiv(schedule.tokens(b), pageSize))
            .toArray();
    return new DeviceLatentCache.Capacity(
        pageSize, Starts.sum(pages), Arrays.stream(pages).max().orElse(0));
  }

  private int[] counts(int round) {
    return Arrays.stream(schedule.steps())
        .mapToInt(steps -> round < steps.length ? steps[round] : 0)
        .toArray();
  }

  private void step(LayerBatch batch, int... counts) {
    int tokens = Starts.sum(counts);
    int[] starts = Starts.of(counts);
    short[] rows = new short[tokens * width];
    for (int b = 0; b < counts.length; b++) {
      System.arraycopy(hidden, row(b) * width, rows, starts[b] * width, counts[b] * width);
    }
    try (DeviceArena arena = new DeviceArena(pool)) {
      DeviceSlice x = arena.allocate((long) rows.length * Short.BYTES);
      DeviceSlice y = arena.allocate((long) rows.length * Short.BYTES);
      x.buffer().write(x.offset(), MemorySegment.ofArray(rows));
      layer.step(batch, problem.form(), x, y, counts);
      device.synchronize();
      y.buffer().read(y.offset(), MemorySegment.ofArray(rows));
    }
    for (int b = 0; b < counts.length; b++) {
      System.arraycopy(rows, starts[b] * width, out, row(b) * width, counts[b] * width);
      taken[b] += counts[b];
    }
  }

  /** Of a sequence's next token. */
  private int row(int b) {
    return schedule.firstRow(b) + taken[b];
  }

  /** [N, D + R] as the cache holds it. */
  private double[] cached(
      DeviceLatentCache cache,
      DeviceLatentCache.Capacity capacity,
      List<CachedSequence> sequences) {
    int slot = problem.shape().cacheWidth();
    short[] slots = new short[Math.multiplyExact(capacity.pages() * capacity.pageSize(), slot)];
    cache.slots().buffer().read(cache.slots().offset(), MemorySegment.ofArray(slots));
    double[] numbers = Transfers.fromBFloat16(slots);
    double[] cached = new double[problem.tokens() * slot];
    for (int b = 0; b < schedule.batch(); b++) {
      for (int t = 0; t < schedule.tokens(b); t++) {
        int page = sequences.get(b).page(t / capacity.pageSize());
        int from = page * capacity.pageSize() + t % capacity.pageSize();
        System.arraycopy(numbers, from * slot, cached, (schedule.firstRow(b) + t) * slot, slot);
      }
    }
    return cached;
  }

  private static short[] codes(Problem problem) {
    MemorySegment bytes =
        KernelFormat.BF16.segment("hidden", problem.hidden(), MlaLayerKernel.STEM);
    short[] codes = new short[Math.toIntExact(problem.hidden().count())];
    MemorySegment.ofArray(codes).copyFrom(bytes);
    return codes;
  }
}
