package assay.bench.device;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.kernels.ChoosingKernel;
import assay.gpu.kernels.KernelChoice;
import assay.spec.Implementation;
import assay.spec.Result;
import java.util.Optional;
import java.util.function.Function;

/**
 * One run of a kernel's launcher, kept on the device to be repeated: its inputs stay where they
 * are, and all of its launches, in order, make one repetition. So a launcher need not know that it
 * is timed, and no kernel of an operation can be forgotten.
 */
final class Recording implements AutoCloseable {

  private final RecordingDevice device;
  private final Result result;
  private final Optional<KernelChoice> choice;

  private Recording(RecordingDevice device, Result result, Optional<KernelChoice> choice) {
    this.device = device;
    this.result = result;
    this.choice = choice;
  }

  /**
   * Runs {@code problem} once on {@code device}, which the caller keeps.
   *
   * @param load loads the kernel on the device that it is given
   * @throws assay.spec.UnsupportedProblem as the launcher does
   */
  static <P> Recording of(Device device, Function<Device, Implementation<P>> load, P problem) {
    RecordingDevice recording = new RecordingDevice(device);
    try {
      Implementation<P> kernel = load.apply(recording);
      Result result = kernel.run(problem);
      recording.finish();
      return new Recording(recording, result, ChoosingKernel.choice(kernel, problem));
    } catch (RuntimeException e) {
      recording.close();
      throw e;
    }
  }

  /** What the launcher answered. */
  Result result() {
    return result;
  }

  /** Which entry the launcher took, where it has several. */
  Optional<KernelChoice> choice() {
    return choice;
  }

  int launches() {
    return device.launches();
  }

  /** Issues all launches once more. */
  void repeat() {
    device.repeat();
  }

  /** Whether the device holds what the launcher read, to the bit; waits for it. */
  boolean unchanged() {
    return device.unchanged();
  }

  /** Sets what the launcher read to other bytes, so that only a repetition can bring it back. */
  void spoil() {
    device.reads().map(RecordingDevice.Read::buffer).forEach(Recording::poison);
  }

  private static void poison(DeviceBuffer buffer) {
    buffer.fill((byte) 0xFF);
  }

  /** Frees what the run had on the device. */
  @Override
  public void close() {
    device.close();
  }
}
