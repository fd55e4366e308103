package assay.gpu.conformance;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;

/** A device that knows one kernel, the sum of two words per lane, and refuses all other text. */
final class AddingDevice implements Device {

  private final boolean faulty;

  AddingDevice(boolean faulty) {
    this.faulty = faulty;
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("adding", 0, "adding device", 8, 0, 1, 1 << 20, Map.of());
  }

  @Override
  public DeviceBuffer allocate(long bytes) {
    return new HostBuffer(MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]));
  }

  @Override
  public DeviceModule load(PtxSource source) {
    if (!source.text().contains("add.s32 %d, %a, %b;")) {
      throw new InvalidModule(source.name(), List.of("only add.s32 is known"));
    }
    return new Adder(faulty);
  }

  @Override
  public DeviceEvent record() {
    throw new UnsupportedOperationException("conformance takes no times");
  }

  @Override
  public DeviceGraph capture(Runnable work) {
    throw new UnsupportedOperationException("conformance repeats nothing");
  }

  @Override
  public void synchronize() {}

  @Override
  public void close() {}

  private record HostBuffer(MemorySegment memory) implements DeviceBuffer {
    @Override
    public long bytes() {
      return memory.byteSize();
    }

    @Override
    public void write(long offset, MemorySegment source) {
      memory.asSlice(offset).copyFrom(source);
    }

    @Override
    public void read(long offset, MemorySegment target) {
      target.copyFrom(memory.asSlice(offset, target.byteSize()));
    }

    @Override
    public void fill(byte value) {
      memory.fill(value);
    }

    @Override
    public void copyFrom(DeviceBuffer source) {
      throw new UnsupportedOperationException("conformance copies nothing on the device");
    }

    @Override
    public void close() {}
  }

  private record Adder(boolean faulty) implements DeviceModule, Kernel {
    @Override
    public Kernel kernel(String name) {
      return this;
    }

    @Override
    public String name() {
      return CaseKernel.ENTRY;
    }

    @Override
    public KernelResources resources() {
      return new KernelResources(0, 0, 0, 1024);
    }

    @Override
    public void launch(LaunchConfig config, KernelArguments arguments) {
      if (faulty) {
        throw new DeviceFault(DeviceFault.Kind.TRAP, null, "told to");
      }
      MemorySegment inputs = memory(arguments, 0);
      MemorySegment outputs = memory(arguments, 1);
      for (int lane = 0; lane < config.block().x(); lane++) {
        int sum = word(inputs, 16L * lane) + word(inputs, 16L * lane + 8);
        outputs.set(ValueLayout.JAVA_INT_UNALIGNED, 8L * lane, sum);
      }
    }

    private static MemorySegment memory(KernelArguments arguments, int index) {
      var argument = (KernelArguments.BufferArgument) arguments.list().get(index);
      return ((HostBuffer) argument.slice().buffer()).memory();
    }

    private static int word(MemorySegment memory, long offset) {
      return memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }

    @Override
    public void close() {}
  }
}
