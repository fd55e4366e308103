package assay.verify;


import assay.spec.MlaPrefill.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The committed kernel has every property, whether copies complete as early or as late as they may. */
final class MlaPrefillKernelTest {

  private static final KernelUnderTest<Problem> KERNEL = KernelUnderTest.MLA_PREFILL;

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return KernelProperties.of(KERNEL);
  }
}
