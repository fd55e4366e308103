package assay.gpu.emulator;

import assay.gpu.device.DeviceSlice;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.LaunchRejected;
import assay.gpu.emulator.load.Loader;
import assay.gpu.emulator.machine.Grid;
import assay.gpu.emulator.machine.Program;
import assay.gpu.emulator.machine.Region;
import assay.gpu.ptx.Parameter;
import assay.gpu.ptx.PtxFunction;
import java.util.List;
import java.util.Map;

/** An entry point on the emulator. */
final class EmulatedKernel implements Kernel {

  private static final int MOST_THREADS = 1024;
  private static final int MOST_GRID_YZ = 65535;

  private final EmulatedDevice device;
  private final PtxFunction entry;
  private final Program program;

  EmulatedKernel(EmulatedDevice device, PtxFunction entry, Program program) {
    this.device = device;
    this.entry = entry;
    this.program = program;
  }

  @Override
  public String name() {
    return entry.name();
  }

  @Override
  public KernelResources resources() {
    return new KernelResources(
        0, program.shared().declaredBytes(), program.localBytes(), mostThreads());
  }

  private int mostThreads() {
    List<Integer> extents =
        entry
            .directives()
            .getOrDefault("maxntid", entry.directives().getOrDefault("reqntid", List.of()));
    long threads = extents.isEmpty() ? MOST_THREADS : 1;
    for (int extent : extents) {
      threads = Math.min(MOST_THREADS, threads * Math.max(0, extent));
    }
    return (int) threads;
  }

  @Override
  public void launch(LaunchConfig config, KernelArguments arguments) {
    device.usable();
    checkExtents(config);
    Region parameters = parameters(arguments.list());
    device.issue(() -> device.run(grid(config, parameters)));
  }

  private Grid grid(LaunchConfig config, Region parameters) {
    return new Grid(
        program,
        config,
        device.memory(),
        parameters,
        device.checks().inspection(),
        device.checks().instructionsPerWarp(),
        device.schedule());
  }

  private void checkExtents(LaunchConfig config) {
    Dim3 grid = config.grid();
    Dim3 block = config.block();
    if (grid.count() == 0 || grid.y() > MOST_GRID_YZ || grid.z() > MOST_GRID_YZ) {
      throw rejected("grid is %s; extents are at least 1, y and z at most %d", grid, MOST_GRID_YZ);
    }
    if (block.count() == 0 || block.count() > mostThreads() || block.z() > 64) {
      throw rejected("block is %s; it holds 1 to %d threads, z at most 64", block, mostThreads());
    }
    long shared = (long) program.shared().declaredBytes() + config.dynamicSharedBytes();
    if (shared > EmulatedDevice.MOST_SHARED_BYTES) {
      throw rejected(
          "a block wants %d bytes of shared memory; there are %d",
          shared, EmulatedDevice.MOST_SHARED_BYTES);
    }
  }

  private LaunchRejected rejected(String format, Object... values) {
    return new LaunchRejected(entry.name() + ": " + format.formatted(values) + ".");
  }

  private Region parameters(List<KernelArguments.Argument> arguments) {
    List<Parameter> wanted = entry.parameters();
    if (arguments.size() != wanted.size()) {
      throw rejected("%d arguments were given; it takes %d", arguments.size(), wanted.size());
    }
    Region region = new Region(0, program.parameterBytes(), false);
    Map<Parameter, Integer> offsets = Loader.parameterOffsets(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      int offset = offsets.getOrDefault(wanted.get(i), 0);
      put(region, offset, wanted.get(i), arguments.get(i), i);
    }
    return region;
  }

  private void put(
      Region region, int offset, Parameter wanted, KernelArguments.Argument given, int index) {
    if (given.bytes() != wanted.bytes()) {
      throw rejected(
          "argument %d has %d bytes; parameter %s has %d",
          index, given.bytes(), wanted.name(), wanted.bytes());
    }
    switch (given) {
      case KernelArguments.BufferArgument(DeviceSlice(var buffer, long within)) -> {
        if (!(buffer instanceof EmulatedBuffer own) || own.device() != device || own.closed()) {
          throw rejected("argument %d is not an open buffer of this device", index);
        }
        region.putLong(offset, own.address() + within);
      }
      case KernelArguments.WordArgument(int bits) -> region.putInt(offset, bits);
      case KernelArguments.LongArgument(long bits) -> region.putLong(offset, bits);
    }
  }
}
