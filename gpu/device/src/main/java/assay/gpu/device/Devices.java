package assay.gpu.device;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds devices: {@code auto}, {@code emulator}, {@code cuda}, or {@code cuda:n}. */
public final class Devices {

  private Devices() {}

  /** The backends on the class path, {@code cuda} before {@code emulator}. */
  public static List<DeviceProvider> providers() {
    return ServiceLoader.load(DeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .toList();
  }

  /**
   * Opens the device that {@code selector} names; {@code auto} is the first GPU there is, else the
   * emulator.
   *
   * @throws IllegalArgumentException if the selector is malformed or names no backend
   * @throws DeviceUnavailable if the backend has no such device
   */
  public static Device open(String selector) {
    return selector.equals("auto") ? openFirst() : openNamed(selector);
  }

  private static Device openFirst() {
    for (DeviceProvider provider : providers()) {
      if (provider.probe() instanceof Availability.Available) {
        return provider.open(0);
      }
    }
    throw new DeviceUnavailable("no backend has a device");
  }

  private static Device openNamed(String selector) {
    int colon = selector.indexOf(':');
    String name = colon < 0 ? selector : selector.substring(0, colon);
    int ordinal = colon < 0 ? 0 : ordinal(selector, selector.substring(colon + 1));
    DeviceProvider provider =
        providers().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> malformed(selector));
    switch (provider.probe()) {
      case Availability.Unavailable(String reason) -> throw new DeviceUnavailable(reason);
      case Availability.Available(List<DeviceInfo> devices) -> {
        if (ordinal >= devices.size()) {
          throw new DeviceUnavailable(
              "device is '%s', but %s has %d device(s), numbered from 0"
                  .formatted(selector, name, devices.size()));
        }
      }
    }
    return provider.open(ordinal);
  }

  private static int ordinal(String selector, String digits) {
    if (!digits.matches("[0-9]{1,3}")) {
      throw malformed(selector);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException malformed(String selector) {
    String names = providers().stream().map(DeviceProvider::name).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "device is '%s'; allowed are auto, and with an optional :number %s"
            .formatted(selector, names));
  }
}
