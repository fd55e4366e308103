package assay.verify;


import assay.spec.SparseMlaDecode.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The committed kernel has every property, whether copies complete as early or as late as they may. */
final class SparseMlaDecodeKernelTest {

  private static final KernelUnderTest<Problem> KERNEL = KernelUnderTest.SPARSE_MLA_DECODE;

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return KernelProperties.of(KERNEL);
  }
}
