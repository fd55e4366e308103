package assay.gpu.jcuda;

import static jcuda.driver.CUdevice_attribute.*;

import assay.gpu.device.DeviceInfo;
import assay.gpu.device.Dim3;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import jcuda.driver.CUdevice;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;
import jcuda.runtime.JCuda;

/** What the driver says about a GPU. */
record GpuAttributes(int ordinal, CUdevice device) {

  private static final int NAME_BYTES = 256;

  static GpuAttributes of(int ordinal) {
    CUdevice device = new CUdevice();
    CudaStatus.check(JCudaDriver.cuDeviceGet(device, ordinal), "finding device " + ordinal);
    return new GpuAttributes(ordinal, device);
  }

  DeviceInfo info() {
    return new DeviceInfo(
        JCudaDeviceProvider.NAME,
        ordinal,
        name(),
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        memoryBytes(),
        properties());
  }

  LaunchLimits limits() {
    return new LaunchLimits(
        new Dim3(
            attribute(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X),
            attribute(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y),
            attribute(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z)),
        new Dim3(
            attribute(CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X),
            attribute(CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y),
            attribute(CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z)),
        attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN));
  }

  private Map<String, String> properties() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("driverVersion", CudaVersion.driver().toString());
    facts.put("runtimeVersion", runtimeVersion().toString());
    put(facts, "clockKilohertz", CU_DEVICE_ATTRIBUTE_CLOCK_RATE);
    put(facts, "memoryClockKilohertz", CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE);
    put(facts, "memoryBusBits", CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH);
    put(facts, "l2Bytes", CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
    put(facts, "multiprocessors", CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    put(facts, "sharedBytesPerBlock", CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
    facts.put("ecc", String.valueOf(attribute(CU_DEVICE_ATTRIBUTE_ECC_ENABLED) != 0));
    facts.put("pci", pci());
    facts.put("uuid", uuid());
    return facts;
  }

  private void put(Map<String, String> facts, String key, int attribute) {
    facts.put(key, String.valueOf(attribute(attribute)));
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    CudaStatus.check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "reading device attribute " + attribute);
    return value[0];
  }

  private String name() {
    byte[] bytes = new byte[NAME_BYTES];
    CudaStatus.check(
        JCudaDriver.cuDeviceGetName(bytes, NAME_BYTES, device), "reading the device's name");
    return new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
  }

  private long memoryBytes() {
    long[] bytes = new long[1];
    CudaStatus.check(
        JCudaDriver.cuDeviceTotalMem(bytes, device), "reading the device's memory size");
    return bytes[0];
  }

  private String pci() {
    return "%04x:%02x:%02x"
        .formatted(
            attribute(CU_DEVICE_ATTRIBUTE_PCI_DOMAIN_ID),
            attribute(CU_DEVICE_ATTRIBUTE_PCI_BUS_ID),
            attribute(CU_DEVICE_ATTRIBUTE_PCI_DEVICE_ID));
  }

  private String uuid() {
    CUuuid uuid = new CUuuid();
    CudaStatus.check(JCudaDriver.cuDeviceGetUuid(uuid, device), "reading the device's UUID");
    return HexFormat.of().formatHex(uuid.bytes);
  }

  private static CudaVersion runtimeVersion() {
    int[] version = new int[1];
    JCuda.cudaRuntimeGetVersion(version);
    return new CudaVersion(version[0]);
  }
}
