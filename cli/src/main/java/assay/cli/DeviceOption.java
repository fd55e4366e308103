package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.Devices;
import picocli.CommandLine.Option;

/** {@code --device}: where kernels run. */
final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "Where kernels run: auto (a GPU if there is one, else the emulator), emulator, or"
              + " cuda[:N]. Default: ${DEFAULT-VALUE}.")
  private String selector = "auto";

  Device open() {
    return Devices.open(selector);
  }
}
