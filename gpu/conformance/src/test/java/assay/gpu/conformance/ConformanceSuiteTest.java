package assay.gpu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

final class ConformanceSuiteTest {

  @Test
  void rightExpectations_pass() {
    assertEquals(new ConformanceResult.Pass(2), run(CaseParserTest.ADD, false));
  }

  @Test
  void plantedWrongExpectation_isSeen() {
    String planted = CaseParserTest.ADD.replace("== 0x80000000", "== 0x80000001");
    ConformanceResult.Mismatches seen =
        assertInstanceOf(ConformanceResult.Mismatches.class, run(planted, false));
    assertEquals(
        "[add.ptx:8 (small): %d is 0x80000000, expected 0x80000001]", seen.list().toString());
  }

  @Test
  void refusedModule_isUnsupported() {
    String other = CaseParserTest.ADD.replace("add.s32", "sub.s32");
    assertEquals(new ConformanceResult.Unsupported("only add.s32 is known"), run(other, false));
  }

  @Test
  void fault_isReported() {
    assertInstanceOf(ConformanceResult.Faulted.class, run(CaseParserTest.ADD, true));
  }

  private static ConformanceResult run(String text, boolean faulty) {
    return ConformanceSuite.run(new AddingDevice(faulty), ConformanceCase.parse("add.ptx", text));
  }
}
