package assay.bench.device;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.KernelArguments.BufferArgument;
import assay.gpu.device.KernelArguments.LongArgument;
import assay.gpu.device.KernelArguments.WordArgument;
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A device that remembers what was launched and read on it, and that frees nothing until it is
 * closed itself; the device below it stays open.
 */
final class RecordingDevice implements Device {

  /** What the host fetched, and where from. */
  record Read(DeviceBuffer buffer, long offset, byte[] bytes) {}

  private record Launch(Kernel kernel, LaunchConfig config, KernelArguments arguments) {}

  private final Device below;
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final List<Launch> launches = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private boolean finished;

  RecordingDevice(Device below) {
    this.below = below;
  }

  /** Nothing more is remembered from here on. */
  void finish() {
    finished = true;
  }

  int launches() {
    return launches.size();
  }

  Stream<Read> reads() {
    return reads.stream();
  }

  void repeat() {
    for (Launch launch : launches) {
      launch.kernel.launch(launch.config, launch.arguments);
    }
  }

  boolean unchanged() {
    return reads.stream().allMatch(RecordingDevice::same);
  }

  private static boolean same(Read read) {
    MemorySegment now = MemorySegment.ofArray(new byte[read.bytes.length]);
    read.buffer.read(read.offset, now);
    return now.mismatch(MemorySegment.ofArray(read.bytes)) == -1;
  }

  @Override
  public DeviceInfo info() {
    return below.info();
  }

  @Override
  public DeviceBuffer allocate(long bytes) {
    DeviceBuffer buffer = below.allocate(bytes);
    owned.add(buffer);
    return new KeptBuffer(buffer);
  }

  @Override
  public DeviceModule load(PtxSource source) {
    DeviceModule module = below.load(source);
    owned.add(module);
    return new KeptModule(module);
  }

  /** What a graph launches is not seen here. */
  @Override
  public DeviceGraph capture(Runnable work) {
    throw new UnsupportedOperationException("a device that remembers launches makes no graphs");
  }

  @Override
  public DeviceEvent record() {
    return below.record();
  }

  @Override
  public void synchronize() {
    below.synchronize();
  }

  @Override
  public void close() {
    for (AutoCloseable one : owned.reversed()) {
      switch (one) {
        case DeviceBuffer buffer -> buffer.close();
        case DeviceModule module -> module.close();
        default -> throw new AssertionError(one);
      }
    }
    owned.clear();
  }

  private final class KeptBuffer implements DeviceBuffer {

    private final DeviceBuffer buffer;

    KeptBuffer(DeviceBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public long bytes() {
      return buffer.bytes();
    }

    @Override
    public void write(long offset, MemorySegment source) {
      buffer.write(offset, source);
    }

    @Override
    public void read(long offset, MemorySegment target) {
      buffer.read(offset, target);
      if (!finished) {
        reads.add(new Read(buffer, offset, target.toArray(ValueLayout.JAVA_BYTE)));
      }
    }

    @Override
    public void fill(byte value) {
      buffer.fill(value);
    }

    @Override
    public void copyFrom(DeviceBuffer source) {
      buffer.copyFrom(own(source));
    }

    /** Kept for repetitions. */
    @Override
    public void close() {}
  }

  private static DeviceBuffer own(DeviceBuffer buffer) {
    return buffer instanceof KeptBuffer kept ? kept.buffer : buffer;
  }

  private final class KeptModule implements DeviceModule {

    private final DeviceModule module;

    KeptModule(DeviceModule module) {
      this.module = module;
    }

    @Override
    public Kernel kernel(String name) {
      return new RecordedKernel(module.kernel(name));
    }

    /** Kept for repetitions. */
    @Override
    public void close() {}
  }

  private final class RecordedKernel implements Kernel {

    private final Kernel kernel;

    RecordedKernel(Kernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public String name() {
      return kernel.name();
    }

    @Override
    public KernelResources resources() {
      return kernel.resources();
    }

    @Override
    public void launch(LaunchConfig config, KernelArguments arguments) {
      KernelArguments own = below(arguments);
      kernel.launch(config, own);
      if (!finished) {
        launches.add(new Launch(kernel, config, own));
      }
    }
  }

  /** The same arguments with the buffers of the device below. */
  private static KernelArguments below(KernelArguments arguments) {
    KernelArguments own = new KernelArguments();
    for (KernelArguments.Argument argument : arguments.list()) {
      switch (argument) {
        case BufferArgument(DeviceSlice(DeviceBuffer buffer, long offset)) ->
            own.slice(new DeviceSlice(own(buffer), offset));
        case WordArgument(int bits) -> own.int32(bits);
        case LongArgument(long bits) -> own.int64(bits);
      }
    }
    return own;
  }
}
