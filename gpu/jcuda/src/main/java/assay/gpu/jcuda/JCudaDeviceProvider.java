package assay.gpu.jcuda;

import assay.gpu.device.Availability;
import assay.gpu.device.Device;
import assay.gpu.device.DeviceException;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceProvider;
import assay.gpu.device.DeviceUnavailable;
import java.util.List;
import java.util.stream.IntStream;
import jcuda.driver.JCudaDriver;
import jcuda.runtime.JCuda;
import jcuda.runtime.cudaError;

/**
 * The GPUs of this machine.
 *
 * <p>{@code libJCudaDriver} is linked against the driver and cannot be loaded without one, whereas
 * the runtime inside {@code libJCudaRuntime} is static and only reports its absence; so that one is
 * asked first.
 */
public final class JCudaDeviceProvider implements DeviceProvider {

  static final String NAME = "cuda";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability probe() {
    try {
      return new Availability.Available(devices());
    } catch (DeviceException problem) {
      return new Availability.Unavailable(String.valueOf(problem.getMessage()));
    }
  }

  @Override
  public Device open(int ordinal) {
    int count = count();
    if (ordinal < 0 || ordinal >= count) {
      throw new DeviceUnavailable(
          "device is %d, but there are %d, numbered from 0".formatted(ordinal, count));
    }
    return JCudaDevice.open(ordinal);
  }

  private static List<DeviceInfo> devices() {
    return IntStream.range(0, count())
        .mapToObj(GpuAttributes::of)
        .map(GpuAttributes::info)
        .toList();
  }

  private static int count() {
    CudaNatives.load(CudaNatives.RUNTIME);
    JCuda.setExceptionsEnabled(false);
    int[] count = new int[1];
    requireRuntime(JCuda.cudaGetDeviceCount(count), count[0]);
    CudaNatives.load(CudaNatives.DRIVER);
    JCudaDriver.setExceptionsEnabled(false);
    requireRecent(CudaVersion.driver());
    CudaStatus.check(JCudaDriver.cuInit(0), "starting the driver");
    return count[0];
  }

  static void requireRuntime(int status, int count) {
    if (status == cudaError.cudaErrorInsufficientDriver) {
      throw new DeviceUnavailable("no NVIDIA driver for CUDA 12.0 or newer is installed");
    }
    if (status == cudaError.cudaErrorNoDevice || (status == cudaError.cudaSuccess && count == 0)) {
      throw new DeviceUnavailable("the NVIDIA driver finds no GPU");
    }
    if (status != cudaError.cudaSuccess) {
      throw new DeviceUnavailable(
          "looking for GPUs ended with %s (%d)".formatted(cudaError.stringFor(status), status));
    }
  }

  static void requireRecent(CudaVersion driver) {
    if (driver.tooOld()) {
      throw new DeviceUnavailable(
          "the NVIDIA driver supports CUDA %s, but %s or newer is needed"
              .formatted(driver, CudaVersion.OLDEST));
    }
  }
}
