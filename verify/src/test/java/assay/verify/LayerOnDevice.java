package assay.verify;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceMemoryStatistics;
import assay.gpu.device.DeviceSlice;
import assay.gpu.kernels.CachedSequence;
import assay.gpu.kernels.DecodeLoop;
import assay.gpu.kernels.DeviceLatentCache;
import assay.gpu.kernels.DeviceLatentCache.Capacity;
import assay.gpu.kernels.DeviceMlaLayer;
import assay.gpu.kernels.LayerBatch;
import assay.gpu.kernels.LayerKernels;
import assay.gpu.kernels.RecordedStep;
import assay.numerics.BFloat16;
import assay.numerics.FloatFormat;
import assay.spec.MlaLayer.Problem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A layer's problem as a program would run it: every sequence takes a prefill step, then all take
 * decode steps of one token together, whose memory was made before the first of them.
 */
final class LayerOnDevice {

  /** How decode steps are issued. */
  enum Steps {
    LOOP,
    RECORDED
  }

  private final Device device;
  private final LayerKernels kernels;
  private final List<DeviceMemoryStatistics> statistics = new ArrayList<>();

  LayerOnDevice(Device device, LayerKernels kernels) {
    this.device = device;
    this.kernels = kernels;
  }

  /** Of the pool, after each decode step of the last run. */
  List<DeviceMemoryStatistics> statistics() {
    return List.copyOf(statistics);
  }

  /** [N, hidden] of a problem whose sequences have a first step, and equally many of one token. */
  double[] run(Problem problem, Steps steps) {
    statistics.clear();
    int batch = problem.schedule().batch();
    int decodes = problem.schedule().steps()[0].length - 1;
    int[] prefill = Stream.of(problem.schedule().steps()).mapToInt(own -> own[0]).toArray();
    Capacity capacity = capacity(problem);
    Rows rows = new Rows(problem);
    try (DeviceMemoryPool pool = new DeviceMemoryPool(device);
        DeviceMlaLayer layer =
            DeviceMlaLayer.of(
                kernels,
                pool,
                problem.weights(),
                problem.constants(),
                capacity.pagesPerSequence() * capacity.pageSize());
        DeviceLatentCache cache = layer.cache(capacity);
        DeviceArena arena = new DeviceArena(pool)) {
      List<CachedSequence> sequences = Stream.generate(cache::allocate).limit(batch).toList();
      DeviceSlice hidden = arena.allocate(rows.bytes());
      DeviceSlice out = arena.allocate(rows.bytes());
      try (LayerBatch together = layer.batch(cache, sequences)) {
        rows.send(hidden, prefill);
        layer.step(together, problem.form(), hidden, out, prefill);
        rows.fetch(out, prefill);
        int[] one = new int[batch];
        Arrays.fill(one, 1);
        try (DecodeLoop loop = layer.decode(together, 1);
            RecordedStep recorded = loop.record(hidden, out)) {
          for (int i = 0; i < decodes; i++) {
            rows.send(hidden, one);
            switch (steps) {
              case LOOP -> loop.step(hidden, out);
              case RECORDED -> recorded.step();
            }
            statistics.add(pool.statistics());
            rows.fetch(out, one);
          }
        }
      }
    }
    return rows.out;
  }

  private static Capacity capacity(Problem problem) {
    int pageSize = problem.store().pageSize();
    int pages = 0;
    int most = 0;
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int own = Math.ceilDiv(problem.schedule().tokens(b), pageSize);
      pages += own;
      most = Math.max(most, own);
    }
    return new Capacity(pageSize, pages, most);
  }

  /** Rows of hidden states on their way, and where each sequence is. */
  private static final class Rows {

    private final Problem problem;
    private final int width;
    private final short[] hidden;
    private final double[] out;
    private final int[] taken;

    Rows(Problem problem) {
      this.problem = problem;
      this.width = problem.shape().hidden();
      if (problem.hidden().format() != FloatFormat.BF16) {
        throw new IllegalArgumentException("hidden states must be BF16");
      }
      this.hidden = problem.hidden().segment().toArray(ValueLayout.JAVA_SHORT_UNALIGNED);
      this.out = new double[hidden.length];
      this.taken = new int[problem.schedule().batch()];
    }

    long bytes() {
      return (long) hidden.length * Short.BYTES;
    }

    void send(DeviceSlice to, int... counts) {
      long offset = 0;
      for (int b = 0; b < counts.length; b++) {
        MemorySegment own = MemorySegment.ofArray(hidden).asSlice(offset(b), size(counts[b]));
        to.buffer().write(to.offset() + offset, own);
        offset += own.byteSize();
      }
    }

    void fetch(DeviceSlice from, int... counts) {
      long offset = 0;
      for (int b = 0; b < counts.length; b++) {
        short[] own = new short[counts[b] * width];
        from.buffer().read(from.offset() + offset, MemorySegment.ofArray(own));
        for (int i = 0; i < own.length; i++) {
          out[Math.toIntExact(offset(b) / Short.BYTES) + i] = BFloat16.toFloat(own[i]);
        }
        offset += size(counts[b]);
        taken[b] += counts[b];
      }
    }

    private long offset(int b) {
      return size(problem.schedule().firstRow(b) + taken[b]);
    }

    private long size(int rows) {
      return (long) rows * width * Short.BYTES;
    }
  }
}
