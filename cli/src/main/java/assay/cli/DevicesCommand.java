package assay.cli;

import assay.gpu.device.Availability;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceProvider;
import assay.gpu.device.Devices;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the devices that {@code --device} can name, and why a backend has none. */
@Command(
    name = "devices",
    description = "Lists the devices that kernels can run on.",
    mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (DeviceProvider provider : Devices.providers()) {
      switch (provider.probe()) {
        case Availability.Available(List<DeviceInfo> devices) ->
            devices.forEach(device -> out.println(describe(device)));
        case Availability.Unavailable(String reason) ->
            out.println("%-12s not there: %s".formatted(provider.name(), reason));
      }
    }
    return ExitCode.PASSED;
  }

  private static String describe(DeviceInfo device) {
    return "%-12s %s, compute capability %d.%d, %d multiprocessors, %.1f GiB"
        .formatted(
            device.backend() + ":" + device.ordinal(),
            device.name(),
            device.computeMajor(),
            device.computeMinor(),
            device.multiprocessors(),
            device.memoryBytes() / 0x1p30);
  }
}
