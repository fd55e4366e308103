package assay.verify;

import assay.spec.SparseMlaDecode.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every kernel for decode over chosen slots keeps, and which bugs in its PTX are seen. */
abstract class SparseMlaDecodeKernelContract {

  abstract KernelUnderTest<Problem> kernel();

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return KernelProperties.of(kernel());
  }

  @Test
  void anInvalidEntryTakenForAKeyOfZeros_isRejected() {
    String edited =
        kernel()
            .ptx()
            .replaceAll("vote\\.sync\\.ballot\\.b32 \t(%r\\d+), [^;]*;", "mov.b32 \t$1, -1;");
    KernelEdits.assertRejected(kernel(), "invalid-index", edited);
  }

  @Test
  void sinksLeftOut_areRejected() {
    KernelEdits.assertRejected(
        kernel(), "sink-weight", KernelEdits.parameter(kernel().ptx(), "u64", 4, "0"));
  }
}
