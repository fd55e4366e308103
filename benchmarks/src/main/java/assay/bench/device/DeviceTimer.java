package assay.bench.device;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Times work by the device's own events, one pair around each repetition.
 *
 * <p>With a flush, a buffer of twice the L2 cache is written before each repetition, outside its
 * pair: inputs come from memory, and while it is written the host issues the launches, so that what
 * the host takes for a launch is not in the time. Without, repetitions follow one another, and what
 * fits stays in the cache.
 */
final class DeviceTimer implements AutoCloseable {

  /** For a device that does not say how large its cache is. */
  private static final long UNKNOWN_L2_BYTES = 128L << 20;

  /** What is timed: one of several, in turn, by the number of the repetition. */
  @FunctionalInterface
  interface Repetition {
    void issue(int number);
  }

  private final Device device;
  private final DeviceBench.Effort effort;
  private final DeviceBench.L2 l2;
  private final DeviceBuffer flush;

  DeviceTimer(Device device, DeviceBench.Effort effort, DeviceBench.L2 l2) {
    this.device = device;
    this.effort = effort;
    this.l2 = l2;
    this.flush = device.allocate(l2 == DeviceBench.L2.FLUSHED ? 2 * l2Bytes() : 1);
  }

  private long l2Bytes() {
    String bytes = device.info().properties().get("l2Bytes");
    return bytes == null ? UNKNOWN_L2_BYTES : Math.max(1, Long.parseLong(bytes));
  }

  DeviceBench.L2 l2() {
    return l2;
  }

  /** Nanoseconds of each repetition, in order; those that warm up are left out. */
  List<Double> nanos(Repetition repetition) {
    for (int i = 0; i < effort.warmups(); i++) {
      prepare(i);
      repetition.issue(i);
    }
    List<DeviceEvent> events = new ArrayList<>();
    try {
      for (int i = 0; i < effort.repetitions(); i++) {
        prepare(i);
        events.add(device.record());
        repetition.issue(i);
        events.add(device.record());
      }
      device.synchronize();
      List<Double> nanos = new ArrayList<>();
      for (int i = 0; i < events.size(); i += 2) {
        nanos.add(events.get(i + 1).elapsedNanosSince(events.get(i)));
      }
      return nanos;
    } finally {
      events.forEach(DeviceEvent::close);
    }
  }

  private void prepare(int number) {
    switch (l2) {
      case FLUSHED -> flush.fill((byte) number);
      case WARM -> {}
    }
  }

  @Override
  public void close() {
    flush.close();
  }
}
