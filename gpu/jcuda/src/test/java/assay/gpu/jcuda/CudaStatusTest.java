package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceException;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceUnavailable;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.LaunchRejected;
import assay.gpu.device.OutOfDeviceMemory;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CudaStatusTest {

  static Stream<Field> failures() {
    return Arrays.stream(CUresult.class.getFields())
        .filter(field -> !field.getName().equals("CUDA_SUCCESS"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyStatus_hasAMeaningAndItsName(Field constant) throws IllegalAccessException {
    int status = constant.getInt(null);
    assertTrue(CudaStatus.known(status), constant::toString);
    assertTrue(message(status).contains(constant.getName()), () -> message(status));
  }

  @Test
  void success_isNoException() {
    assertDoesNotThrow(() -> CudaStatus.check(CUresult.CUDA_SUCCESS, "testing"));
  }

  @ParameterizedTest
  @CsvSource({
    "700,OUT_OF_BOUNDS", "702,TIME_LIMIT", "710,TRAP", "714,OTHER", "715,ILLEGAL_INSTRUCTION",
    "716,MISALIGNED", "717,OUT_OF_BOUNDS", "718,ILLEGAL_INSTRUCTION", "719,OTHER", "999,OTHER",
    "4711,OTHER"
  })
  void faults_haveTheirKind(int status, DeviceFault.Kind kind) {
    DeviceException thrown =
        assertThrows(DeviceException.class, () -> CudaStatus.check(status, "testing"));
    assertEquals(kind, assertInstanceOf(DeviceFault.class, thrown).kind());
  }

  @Test
  void otherStatuses_haveTheirType() {
    assertType(OutOfDeviceMemory.class, CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    assertType(LaunchRejected.class, CUresult.CUDA_ERROR_INVALID_VALUE);
    assertType(LaunchRejected.class, CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
    assertType(InvalidModule.class, CUresult.CUDA_ERROR_INVALID_PTX);
    assertType(InvalidModule.class, CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU);
    assertType(InvalidModule.class, CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION);
    assertType(DeviceUnavailable.class, CUresult.CUDA_ERROR_NO_DEVICE);
    assertType(DeviceUnavailable.class, CUresult.CUDA_ERROR_INVALID_DEVICE);
  }

  @Test
  void statusOfANewerDriver_isReportedByNumber() {
    assertTrue(message(4711).contains("4711"), () -> message(4711));
  }

  private static void assertType(Class<? extends DeviceException> type, int status) {
    assertInstanceOf(type, CudaStatus.exception(status, "testing"));
  }

  private static String message(int status) {
    return CudaStatus.exception(status, "testing").toString();
  }
}
