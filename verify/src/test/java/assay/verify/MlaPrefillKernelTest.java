package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.spec.MlaPrefill.Problem;
import assay.spec.Model;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed kernel on the emulator: it keeps every property, and what breaks it is seen. */
final class MlaPrefillKernelTest {

  private static final KernelUnderTest<Problem> KERNEL = KernelUnderTest.MLA_PREFILL;
  private static final KernelRaces<Problem> RACES =
      new KernelRaces<>(
          KERNEL,
          Map.of(
              "mla_prefill_128",
              KernelProblems.prefill(1, 192, 128, 200),
              "mla_prefill_256",
              KernelProblems.prefill(1, 256, 256, 130)));

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
  @CsvSource({"192, 128, 200", "256, 256, 100", "96, 64, 129", "128, 128, 64", "80, 200, 70"})
  void widthsOfTheCatalogue_overSeveralTiles(int keyWidth, int valueWidth, int tokens) {
    KernelAgreement.assertWithinBudget(
        KERNEL, KernelProblems.prefill(2, keyWidth, valueWidth, tokens));
  }

  @Test
  void otherFormatsThanBf16_areRefused() {
    KernelAgreement.assertRefusesTheRest(KERNEL);
  }

  @Test
  void thereIsSomethingToDrop() {
    assertEquals(8, RACES.barriers());
    assertEquals(4, RACES.waits());
  }

  @TestFactory
  Stream<DynamicTest> aDroppedBarrierOrWait_isARace() {
    return RACES.each();
  }

  @Test
  void aMaskThatIsNeverCausal_isRejected() {
    KernelEdits.assertRejected(
        KERNEL, "within-budget", KernelEdits.parameter(KERNEL.ptx(), "u32", 12, "0"));
  }

  @Test
  void aNanThatMeetsAWeightOfZero_isRejected() {
    String edited =
        KERNEL
            .ptx()
            .replaceAll("vote\\.sync\\.any\\.pred \t(%p\\d+), [^;]*;", "setp.ne.s32 \t$1, 0, 0;");
    KernelEdits.assertRejected(KERNEL, "value-nan", edited);
  }
}
