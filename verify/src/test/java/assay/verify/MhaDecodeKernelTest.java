package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.spec.MhaDecode.Problem;
import assay.spec.Model;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed kernel on the emulator: it keeps every property, and what breaks it is seen. */
final class MhaDecodeKernelTest {

  private static final KernelUnderTest<Problem> KERNEL = KernelUnderTest.MHA_DECODE;
  private static final KernelRaces<Problem> RACES =
      new KernelRaces<>(
          KERNEL,
          Map.of(
              "mha_decode_128",
              KernelProblems.mha(4, 1, 192, 128, 100),
              "mha_decode_512",
              KernelProblems.mha(4, 1, 576, 512, 100)));

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return KernelProperties.of(KERNEL);
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
  @CsvSource({"20, 1, 576, 512", "20, 1, 96, 64", "24, 8, 128, 128", "12, 4, 256, 256"})
  void groupsOfAnySize_overKeysThatAreSplit(int heads, int groups, int keyWidth, int valueWidth) {
    KernelAgreement.assertWithinBudget(
        KERNEL, KernelProblems.mha(heads, groups, keyWidth, valueWidth, 150, 0, 33));
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
  void oneKeyValueHeadForAll_isRejected() {
    KernelEdits.assertRejected(
        KERNEL, "within-budget", KernelEdits.parameter(KERNEL.ptx(), "u32", 11, "1"));
  }

  @Test
  void aMaskThatIsNeverCausal_isRejected() {
    KernelEdits.assertRejected(
        KERNEL, "within-budget", KernelEdits.parameter(KERNEL.ptx(), "u32", 16, "0"));
  }
}
