package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import assay.gpu.device.Availability;
import assay.gpu.device.DeviceProvider;
import assay.gpu.device.DeviceUnavailable;
import assay.gpu.device.Devices;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import jcuda.runtime.cudaError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JCudaDeviceProviderTest {

  private final DeviceProvider provider = new JCudaDeviceProvider();

  @Test
  void provider_isFoundByItsName() {
    assertTrue(Devices.providers().stream().anyMatch(candidate -> candidate.name().equals("cuda")));
  }

  @Test
  void probe_neverThrowsAndIsRepeatable() {
    assertEquals(provider.probe(), provider.probe());
  }

  @Test
  void probe_withoutGpu_givesOneSentence() {
    Availability found = provider.probe();
    assumeFalse(found instanceof Availability.Available, "NotRun: there is a GPU");
    String reason = assertInstanceOf(Availability.Unavailable.class, found).reason();
    assertFalse(reason.isBlank() || reason.contains("\n") || reason.contains("\tat "), reason);
    assertThrows(DeviceUnavailable.class, () -> Devices.open("cuda"));
    assertThrows(DeviceUnavailable.class, () -> provider.open(0));
  }

  @Test
  void probe_printsNothing() {
    PrintStream usual = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      provider.probe();
    } finally {
      System.setErr(usual);
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, the NVIDIA driver finds no GPU",
    "35, 0, no NVIDIA driver for CUDA 12.0 or newer is installed",
    "100, 0, the NVIDIA driver finds no GPU",
    "802, 1, looking for GPUs ended with cudaErrorSystemNotReady (802)"
  })
  void runtimeStatus_withoutDevices_isExplained(int status, int count, String reason) {
    DeviceUnavailable refusal =
        assertThrows(
            DeviceUnavailable.class, () -> JCudaDeviceProvider.requireRuntime(status, count));
    assertEquals(reason, refusal.getMessage());
  }

  @Test
  void runtimeStatus_withDevices_isAccepted() {
    assertDoesNotThrow(() -> JCudaDeviceProvider.requireRuntime(cudaError.cudaSuccess, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11080, 11999})
  void oldDriver_isRefused(int version) {
    assertThrows(
        DeviceUnavailable.class, () -> JCudaDeviceProvider.requireRecent(new CudaVersion(version)));
  }

  @ParameterizedTest
  @CsvSource({"12000,12.0", "12080,12.8", "13010,13.1"})
  void recentDriver_isAccepted(int code, String name) {
    CudaVersion version = new CudaVersion(code);
    assertDoesNotThrow(() -> JCudaDeviceProvider.requireRecent(version));
    assertEquals(name, version.toString());
  }
}
