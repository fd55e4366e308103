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
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A device that computes as the emulator does, and whose clock is a script: a launch takes 1000
 * nanoseconds, a fill 1,000,000, a copy a nanosecond for each byte; nothing else takes any time.
 */
final class ScriptedDevice implements Device {

  static final double LAUNCH_NANOS = 1e3;
  static final double FILL_NANOS = 1e6;

  private final EmulatedDevice emulator = new EmulatedDevice(Checks.ALL);
  private final UnaryOperator<String> ptx;
  final List<String> launched = new ArrayList<>();
  private double nanos;
  int open;

  ScriptedDevice() {
    this(UnaryOperator.identity());
  }

  /**
   * @param ptx what becomes of a module's text before it is loaded
   */
  ScriptedDevice(UnaryOperator<String> ptx) {
    this.ptx = ptx;
  }

  @Override
  public DeviceInfo info() {
    Map<String, String> properties = Map.of("l2Bytes", "4096");
    return new DeviceInfo("scripted", 0, "Scripted", 9, 0, 4, 1L << 30, properties);
  }

  @Override
  public DeviceBuffer allocate(long bytes) {
    open++;
    return new TimedBuffer(emulator.allocate(bytes));
  }

  @Override
  public DeviceModule load(PtxSource source) {
    DeviceModule module = emulator.load(new PtxSource(source.name(), ptx.apply(source.text())));
    return new DeviceModule() {
      @Override
      public Kernel kernel(String name) {
        return new TimedKernel(module.kernel(name));
      }

      @Override
      public void close() {
        module.close();
      }
    };
  }

  /** Of what is timed nothing is a graph. */
  @Override
  public DeviceGraph capture(Runnable work) {
    throw new UnsupportedOperationException("a scripted device records no graphs");
  }

  @Override
  public DeviceEvent record() {
    return new ScriptedEvent(nanos);
  }

  @Override
  public void synchronize() {
    emulator.synchronize();
  }

  @Override
  public void close() {
    emulator.close();
  }

  private record ScriptedEvent(double at) implements DeviceEvent {
    @Override
    public double elapsedNanosSince(DeviceEvent earlier) {
      return at - ((ScriptedEvent) earlier).at;
    }

    @Override
    public void close() {}
  }

  private final class TimedBuffer implements DeviceBuffer {

    private final DeviceBuffer buffer;

    TimedBuffer(DeviceBuffer buffer) {
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
    }

    @Override
    public void fill(byte value) {
      nanos += FILL_NANOS;
      buffer.fill(value);
    }

    @Override
    public void copyFrom(DeviceBuffer source) {
      nanos += source.bytes();
      buffer.copyFrom(((TimedBuffer) source).buffer);
    }

    @Override
    public void close() {
      open--;
      buffer.close();
    }
  }

  private final class TimedKernel implements Kernel {

    private final Kernel kernel;

    TimedKernel(Kernel kernel) {
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
      nanos += LAUNCH_NANOS;
      launched.add(name());
      KernelArguments own = new KernelArguments();
      for (KernelArguments.Argument argument : arguments.list()) {
        switch (argument) {
          case KernelArguments.BufferArgument(DeviceSlice(DeviceBuffer buffer, long offset)) ->
              own.slice(new DeviceSlice(((TimedBuffer) buffer).buffer, offset));
          case KernelArguments.WordArgument(int bits) -> own.int32(bits);
          case KernelArguments.LongArgument(long bits) -> own.int64(bits);
        }
      }
      kernel.launch(config, own);
    }
  }
}
