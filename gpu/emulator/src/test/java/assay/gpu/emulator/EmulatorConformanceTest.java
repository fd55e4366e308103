package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.conformance.ConformanceCase;
import assay.gpu.conformance.ConformanceCases;
import assay.gpu.conformance.ConformanceResult;
import assay.gpu.conformance.ConformanceSuite;
import assay.gpu.device.Device;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the conformance suite that is in the supported subset comes out right. */
final class EmulatorConformanceTest {

  /** The forms that {@code docs/ptx-subset.md} lists as refused. */
  private static final List<String> REFUSED = List.of();

  @ParameterizedTest
  @MethodSource("cases")
  void emulator_doesWhatTheCaseSays(ConformanceCase subject) {
    try (Device device = new EmulatedDevice(Checks.ALL)) {
      ConformanceResult result = ConformanceSuite.run(device, subject);
      if (REFUSED.stream().anyMatch(subject.form()::startsWith)) {
        assertTrue(result instanceof ConformanceResult.Unsupported, result::toString);
      } else {
        assertEquals(new ConformanceResult.Pass(subject.runs().size()), result);
      }
    }
  }

  static Stream<ConformanceCase> cases() {
    return ConformanceCases.all().stream();
  }
}
