package assay.gpu.device;

import java.util.List;

/** What a backend found when it looked for devices. */
public sealed interface Availability {

  /** At least one device can be opened. */
  record Available(List<DeviceInfo> devices) implements Availability {
    public Available {
      devices = List.copyOf(devices);
    }
  }

  /** No device can be opened; {@code reason} is one sentence a person can act on. */
  record Unavailable(String reason) implements Availability {}
}
