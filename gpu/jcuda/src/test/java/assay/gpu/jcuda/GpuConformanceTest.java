package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.gpu.conformance.ConformanceCase;
import assay.gpu.conformance.ConformanceCases;
import assay.gpu.conformance.ConformanceResult;
import assay.gpu.conformance.ConformanceSuite;
import assay.gpu.device.Device;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GpuConformanceTest {

  private static @Nullable Device shared;

  @AfterAll
  static void closeDevice() {
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gpu_doesWhatTheCaseSays(ConformanceCase subject) {
    ConformanceResult result = ConformanceSuite.run(device(), subject);
    if (result instanceof ConformanceResult.Faulted) {
      closeDevice();
    }
    assumeTrue(!(result instanceof ConformanceResult.Unsupported), () -> "NotRun: cuda: " + result);
    assertEquals(new ConformanceResult.Pass(subject.runs().size()), result);
  }

  private static Device device() {
    Device device = shared == null ? Gpu.open() : shared;
    shared = device;
    return device;
  }

  static Stream<ConformanceCase> cases() {
    return ConformanceCases.all().stream();
  }
}
