package assay.evidence;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The device that executed the kernels.
 *
 * @param backend as in {@code --device}
 * @param name the device's own name
 * @param computeCapability such as {@code 9.0}
 * @param multiprocessors streaming multiprocessors
 * @param memoryBytes global memory
 * @param emulated whether PTX was interpreted on a CPU, so that no time of this run is a GPU's
 * @param properties whatever else the backend reports, such as driver and clocks; sorted by name
 */
public record DeviceCard(
    String backend,
    String name,
    String computeCapability,
    int multiprocessors,
    long memoryBytes,
    boolean emulated,
    Map<String, String> properties) {

  public DeviceCard {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }
}
