package assay.gpu.jcuda;

import assay.gpu.device.DeviceException;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceFault.Kind;
import assay.gpu.device.DeviceUnavailable;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.LaunchRejected;
import assay.gpu.device.OutOfDeviceMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jcuda.driver.CUresult;

/**
 * What the driver's status codes mean, after {@code CUresult} in the CUDA driver API.
 *
 * <p>Faults stick to the context: once one is reported, every later call reports it too.
 */
final class CudaStatus {

  private static final Map<Integer, Function<String, DeviceException>> MEANINGS = new HashMap<>();

  static {
    mean(CudaStatus::launchRejected, 1, 400, 401, 701, 720, 912);
    mean(OutOfDeviceMemory::new, 2);
    mean(CudaStatus::invalidModule, 200, 209, 218, 221, 222, 223, 300, 301, 302, 303, 500);
    mean(fault(Kind.OUT_OF_BOUNDS), 700, 717);
    mean(fault(Kind.TIME_LIMIT), 702);
    mean(fault(Kind.TRAP), 710);
    mean(fault(Kind.ILLEGAL_INSTRUCTION), 715, 718);
    mean(fault(Kind.MISALIGNED), 716);
    mean(fault(Kind.OTHER), 214, 220, 714, 719, 999);
    mean(DeviceUnavailable::new, 3, 4, 5, 6, 7, 8, 34, 46, 100, 101, 102);
    mean(DeviceUnavailable::new, 201, 202, 205, 206, 207, 208, 210, 211, 212, 213);
    mean(DeviceUnavailable::new, 215, 216, 217, 219, 224, 304, 600);
    mean(DeviceUnavailable::new, 703, 704, 705, 706, 707, 708, 709, 711, 712, 713);
    mean(DeviceUnavailable::new, 800, 801, 802, 803, 804, 805, 806, 807, 808, 809, 810, 811, 812);
    mean(DeviceUnavailable::new, 900, 901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 911);
  }

  private CudaStatus() {}

  /**
   * Throws what {@code status} means unless it is success.
   *
   * @param action what was tried, as in "allocating 16 bytes"
   */
  static void check(int status, String action) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw exception(status, action);
    }
  }

  static DeviceException exception(int status, String action) {
    String detail = "%s ended with %s (%d)".formatted(action, name(status), status);
    return MEANINGS.getOrDefault(status, fault(Kind.OTHER)).apply(detail);
  }

  static boolean known(int status) {
    return MEANINGS.containsKey(status);
  }

  static String name(int status) {
    return known(status) ? CUresult.stringFor(status) : "a status newer than CUDA 12.0";
  }

  private static void mean(Function<String, DeviceException> meaning, int... statuses) {
    for (int status : statuses) {
      if (MEANINGS.put(status, meaning) != null) {
        throw new IllegalStateException("CUDA status " + status + " has two meanings");
      }
    }
  }

  private static Function<String, DeviceException> fault(Kind kind) {
    return detail -> new DeviceFault(kind, null, detail);
  }

  private static DeviceException launchRejected(String detail) {
    return new LaunchRejected(detail);
  }

  private static DeviceException invalidModule(String detail) {
    return new InvalidModule("module", List.of(detail));
  }
}
