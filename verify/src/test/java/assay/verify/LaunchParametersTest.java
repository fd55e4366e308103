package assay.verify;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.KernelSource;
import assay.spec.Implementation;
import assay.spec.UnsupportedProblem;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a launcher gives is held against the parameters that the PTX lists. */
final class LaunchParametersTest {

  private static final int DRAWS = 400;

  /** The end of an entry's list of parameters. */
  private static final Pattern END = Pattern.compile("(\\.entry [^)]*?)(\\s*\\))");

  /** A parameter more in the PTX of any kernel, and nothing is launched. */
  @TestFactory
  Stream<DynamicTest> aParameterThatNobodyGives_isSeenBeforeTheLaunch() {
    return CommittedKernel.ALL.stream()
        .map(kernel ->
            DynamicTest.dynamicTest(
                kernel.operator().name().kebab() + " " + kernel.word(),
                () -> assertRefused(kernel)));
  }

  private static <P> void assertRefused(CommittedKernel<P> kernel) {
    PtxSource own = kernel.source().ptx();
    P problem = launched(kernel, own);
    String more = END.matcher(own.text()).replaceAll("$1, .param .u32 nobody$2");
    PtxSource edited = KernelSource.of("edited.ptx", more).ptx();
    try (Device device = new EmulatedDevice(Checks.FEWEST)) {
      UnsupportedProblem refusal =
          assertThrows(
              UnsupportedProblem.class, () -> kernel.loader().load(device, edited).run(problem));
      String reason = String.valueOf(refusal.getMessage());
      assertTrue(reason.matches(".*: \\d+ arguments were given; it takes \\d+\\."), reason);
    }
  }

  /** The first of the operator's drawn problems for which the kernel launches anything. */
  private static <P> P launched(CommittedKernel<P> kernel, PtxSource ptx) {
    try (Device device = new EmulatedDevice(Checks.FEWEST)) {
      Implementation<P> loaded = kernel.loader().load(device, ptx);
      return LongStream.range(1, DRAWS)
          .mapToObj(seed -> DrawnRecipe.random(golden(kernel), seed).problem())
          .filter(problem -> takes(loaded, problem))
          .filter(problem ->
              !LaunchedEntries.of(on -> kernel.loader().load(on, ptx), problem).isEmpty())
          .findFirst()
          .orElseThrow();
    }
  }

  private static <P> boolean takes(Implementation<P> kernel, P problem) {
    try {
      kernel.run(problem);
      return true;
    } catch (UnsupportedProblem e) {
      return false;
    }
  }

  @SuppressWarnings("unchecked") // the operator's problems are P
  private static <P> GoldenOperator<P> golden(CommittedKernel<P> kernel) {
    return (GoldenOperator<P>) GoldenOperators.of(kernel.operator());
  }
}
