package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.Devices;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --device} and {@code --schedule}: where kernels run, and in what order. */
final class DeviceOption {

  private static final String AUTO = "auto";
  private static final String RANDOM = "random";

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = AUTO,
      description =
          "Where kernels run: auto (a GPU if there is one, else the emulator), emulator, or"
              + " cuda[:N]. Default: ${DEFAULT-VALUE}.")
  private String selector = AUTO;

  @Option(
      names = "--schedule",
      paramLabel = "SCHEDULE",
      description = {
        "On the emulator, in what order blocks, warps and lanes run, and when asynchronous copies",
        "complete: latest (in order; copies as late as they may), earliest, random, or the seed of",
        "one that was random. Default: latest."
      })
  private @Nullable String schedule;

  /** The options as they were given, each after a space; empty where they need not be. */
  String option() {
    String ordered = schedule == null ? "" : " --schedule " + schedule();
    return (selector.equals(AUTO) ? "" : " --device " + selector) + ordered;
  }

  Device open() {
    if (schedule == null) {
      return Devices.open(selector);
    }
    if (!selector.equals(AUTO) && !selector.startsWith("emulator")) {
      throw new IllegalArgumentException(
          "device is '%s', but a schedule is given; only the emulator follows one"
              .formatted(selector));
    }
    return new EmulatedDevice(Checks.ALL, schedule());
  }

  /** A random one is drawn once, and keeps its seed. */
  private Schedule schedule() {
    if (RANDOM.equals(schedule)) {
      schedule = Long.toString(System.nanoTime() & 0xFFFF_FFFFL);
    }
    return Schedule.named(String.valueOf(schedule));
  }
}
