package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.Devices;
import picocli.CommandLine.Option;

/** {@code --device}: where kernels run. */
final class DeviceOption {

  private static final String AUTO = "auto";

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = AUTO,
      description =
          "Where kernels run: auto (a GPU if there is one, else the emulator), emulator, or"
              + " cuda[:N]. Default: ${DEFAULT-VALUE}.")
  private String selector = AUTO;

  /** The option as it was given, after a space; empty where it need not be. */
  String option() {
    return selector.equals(AUTO) ? "" : " --device " + selector;
  }

  Device open() {
    return Devices.open(selector);
  }
}
