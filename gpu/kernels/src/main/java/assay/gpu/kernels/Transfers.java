package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.LaunchRejected;
import assay.gpu.device.OutOfDeviceMemory;
import assay.numerics.BFloat16;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** What launchers bring to a device and fetch from it. */
final class Transfers {

  /** Whatever the format, all bits set are a NaN. */
  static final byte NAN_FILL = (byte) 0xFF;

  private Transfers() {}

  /** What {@code launch} answers; what the device has no room for is a problem it cannot take. */
  static Result supported(Supplier<Result> launch) {
    try {
      return launch.get();
    } catch (LaunchRejected | OutOfDeviceMemory e) {
      throw new UnsupportedProblem(String.valueOf(e.getMessage()));
    }
  }

  /** A copy of {@code source}; one of nothing still has an address. */
  static DeviceBuffer upload(Device device, MemorySegment source) {
    DeviceBuffer buffer = device.allocate(Math.max(1, source.byteSize()));
    buffer.write(source);
    return buffer;
  }

  static DeviceBuffer upload(Device device, int... source) {
    return upload(device, MemorySegment.ofArray(source));
  }

  /** Filled with NaN, so that an element a kernel leaves out cannot look right. */
  static DeviceBuffer poisoned(Device device, long bytes) {
    DeviceBuffer buffer = device.allocate(bytes);
    buffer.fill(NAN_FILL);
    return buffer;
  }

  /** For partial results: fresh memory, which holds nothing; none of them still has an address. */
  static DeviceBuffer partial(Device device, long elements) {
    return device.allocate(Math.max(1, elements * Float.BYTES));
  }

  static double[] fromBFloat16(short[] bits) {
    double[] values = new double[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = BFloat16.toFloat(bits[i]);
    }
    return values;
  }

  static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
