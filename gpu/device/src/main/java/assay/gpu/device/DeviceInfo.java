package assay.gpu.device;

import java.util.Map;

/**
 * What a device is.
 *
 * @param backend the provider's name: {@code emulator} or {@code cuda}
 * @param ordinal the number among the provider's devices, from 0
 * @param name the device's own name
 * @param computeMajor compute capability, major
 * @param computeMinor compute capability, minor
 * @param multiprocessors how many
 * @param memoryBytes device memory
 * @param properties further facts for the record: driver version, clocks, limits
 */
public record DeviceInfo(
    String backend,
    int ordinal,
    String name,
    int computeMajor,
    int computeMinor,
    int multiprocessors,
    long memoryBytes,
    Map<String, String> properties) {

  public DeviceInfo {
    properties = Map.copyOf(properties);
  }

  /** True when times taken on this device say nothing about a GPU. */
  public boolean emulated() {
    return backend.equals("emulator");
  }
}
