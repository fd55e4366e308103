package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.Devices;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --device}, {@code --schedule} and {@code --rounding}: where kernels run, and how. */
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

  @Option(
      names = "--rounding",
      paramLabel = "ROUNDING",
      description = {
        "On the emulator, how it uses what PTX leaves open in arithmetic, such as the order of sums",
        "and errors of approximate functions: nearest, random, or the seed of one that was random.",
        "Default: nearest."
      })
  private @Nullable String rounding;

  /** The options as they were given, each after a space; empty where they need not be. */
  String option() {
    return (selector.equals(AUTO) ? "" : " --device " + selector)
        + (schedule == null ? "" : " --schedule " + schedule())
        + (rounding == null ? "" : " --rounding " + arithmetic());
  }

  /** What kernels print on the emulator goes to standard error. */
  Device open() {
    Device device = opened();
    if (device instanceof EmulatedDevice emulated) {
      emulated.printTo(System.err::print);
    }
    return device;
  }

  private Device opened() {
    if (schedule == null && rounding == null) {
      return Devices.open(selector);
    }
    if (!selector.equals(AUTO) && !selector.startsWith("emulator")) {
      throw new IllegalArgumentException(
          "device is '%s', but a %s is given; only the emulator follows one"
              .formatted(selector, schedule == null ? "rounding" : "schedule"));
    }
    return new EmulatedDevice(Checks.ALL, schedule(), arithmetic());
  }

  private Schedule schedule() {
    schedule = drawn(schedule);
    return schedule == null ? Schedule.LATEST : Schedule.named(schedule);
  }

  private Arithmetic arithmetic() {
    rounding = drawn(rounding);
    return rounding == null ? Arithmetic.NEAREST : Arithmetic.named(rounding);
  }

  /** What is random is drawn once, and keeps its seed. */
  private static @Nullable String drawn(@Nullable String given) {
    return RANDOM.equals(given) ? Long.toString(System.nanoTime() & 0xFFFF_FFFFL) : given;
  }
}
