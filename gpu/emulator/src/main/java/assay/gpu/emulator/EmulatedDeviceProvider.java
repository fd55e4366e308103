package assay.gpu.emulator;

import assay.gpu.device.Availability;
import assay.gpu.device.Device;
import assay.gpu.device.DeviceProvider;
import assay.gpu.device.DeviceUnavailable;
import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.Schedule;
import java.util.List;

/** The emulator as a backend; it is always there. */
public final class EmulatedDeviceProvider implements DeviceProvider {

  @Override
  public String name() {
    return "emulator";
  }

  @Override
  public Availability probe() {
    return new Availability.Available(
        List.of(EmulatedDevice.description(Schedule.LATEST, Arithmetic.NEAREST)));
  }

  @Override
  public Device open(int ordinal) {
    if (ordinal != 0) {
      throw new DeviceUnavailable("emulator device is " + ordinal + "; there is only 0");
    }
    return new EmulatedDevice(Checks.ALL);
  }
}
