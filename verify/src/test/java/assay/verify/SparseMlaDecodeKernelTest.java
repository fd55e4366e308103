package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.spec.Model;
import assay.spec.SparseMlaDecode.Problem;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed kernel on the emulator: it keeps every property, and what breaks it is seen. */
final class SparseMlaDecodeKernelTest extends SparseMlaDecodeKernelContract {

  private static final KernelUnderTest<Problem> KERNEL = KernelUnderTest.SPARSE_MLA_DECODE;
  private static final KernelRaces<Problem> RACES =
      new KernelRaces<>(
          KERNEL,
          Map.of(
              "sparse_mla_decode_16",
              KernelProblems.sparse(16, 100),
              "sparse_mla_decode_64",
              KernelProblems.sparse(20, 100)));

  @Override
  KernelUnderTest<Problem> kernel() {
    return KERNEL;
  }

  @Test
  void agreesWithTheGoldenModelAtV2Lite() {
    KernelAgreement.assertAt(KERNEL, Model.DEEPSEEK_V2_LITE);
  }

  @Test
  void agreesWithTheGoldenModelAtV3() {
    KernelAgreement.assertAt(KERNEL, Model.DEEPSEEK_V3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 65})
  void anyNumberOfHeads_overListsThatAreSplit(int heads) {
    KernelAgreement.assertWithinBudget(KERNEL, KernelProblems.sparse(heads, 300));
  }

  @Test
  void otherFormatsThanBf16_areRefused() {
    KernelAgreement.assertRefusesTheRest(KERNEL);
  }

  @Test
  void thereIsSomethingToDrop() {
    assertEquals(8, RACES.barriers());
    assertEquals(2, RACES.waits());
  }

  @TestFactory
  Stream<DynamicTest> aDroppedBarrierOrWait_isARace() {
    return RACES.each();
  }

  @Test
  void anLseInBase2_isRejected() {
    KernelEdits.assertRejected(
        KERNEL, "within-budget", KERNEL.ptx().replace("0f3F317218", "0f3F800000"));
  }
}
