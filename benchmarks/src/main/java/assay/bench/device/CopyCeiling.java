package assay.bench.device;

import assay.bench.NormalCodes;
import assay.evidence.Outcome;
import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.OutOfDeviceMemory;
import assay.gpu.kernels.DeviceCopy;
import assay.gpu.kernels.Work;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Copies of device memory by a kernel of ours and by the driver. */
final class CopyCeiling {

  private static final int CHUNK_CODES = 1 << 20;
  private static final long SEED = 1;

  private final Device device;
  private final long bytes;
  private final DeviceTimer timer;

  CopyCeiling(Device device, long bytes, DeviceTimer timer) {
    this.device = device;
    this.bytes = bytes;
    this.timer = timer;
  }

  /** Answers the better of both, in bytes per second; NaN where the device has no room. */
  double run(BiConsumer<Timing, Outcome> sink) {
    MemorySegment pattern = MemorySegment.ofArray(new NormalCodes(SEED).next(CHUNK_CODES));
    try (DeviceBuffer from = device.allocate(bytes);
        DeviceBuffer to = device.allocate(bytes);
        DeviceCopy kernel = new DeviceCopy(device)) {
      for (long at = 0; at < bytes; at += pattern.byteSize()) {
        from.write(at, pattern.asSlice(0, Math.min(pattern.byteSize(), bytes - at)));
      }
      double own = time("copy.kernel", i -> kernel.copy(from, to), pattern, to, sink);
      double driver = time("copy.driver", i -> to.copyFrom(from), pattern, to, sink);
      return Math.max(own, driver);
    } catch (OutOfDeviceMemory e) {
      sink.accept(
          timing("copy", 0, List.of(Double.NaN)),
          new Outcome.NotRun(String.valueOf(e.getMessage())));
      return Double.NaN;
    }
  }

  private double time(
      String name,
      DeviceTimer.Repetition copy,
      MemorySegment pattern,
      DeviceBuffer to,
      BiConsumer<Timing, Outcome> sink) {
    to.fill((byte) 0);
    Timing timing = timing(name, 1, timer.nanos(copy));
    boolean right = matches(pattern, to);
    sink.accept(
        timing, right ? new Outcome.Pass() : new Outcome.Fail("the copy has other bytes", null));
    return right ? timing.bytesPerSecond() : Double.NaN;
  }

  private Timing timing(String name, int launches, List<Double> nanos) {
    Work work = new Work(0, 2 * bytes);
    return new Timing(name, "copied=" + bytes, timer.l2(), launches, Optional.empty(), work, nanos);
  }

  private boolean matches(MemorySegment pattern, DeviceBuffer to) {
    for (long at = 0; at < bytes; at += pattern.byteSize()) {
      MemorySegment some =
          MemorySegment.ofArray(new byte[(int) Math.min(pattern.byteSize(), bytes - at)]);
      to.read(at, some);
      if (MemorySegment.mismatch(some, 0, some.byteSize(), pattern, 0, some.byteSize()) != -1) {
        return false;
      }
    }
    return true;
  }
}
