package assay.gpu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaseParserTest {

  static final String ADD =
      """
      // form: add.s32
      // isa: 9.7.1.1
      // params: s32 %a, s32 %b -> s32 %d
      add.s32 %d, %a, %b;

      // small
      // run: 1 -2 == -1
      // run: 0x7fffffff 1 == 0x80000000
      """;

  @Test
  void wellFormedCase_isRead() {
    ConformanceCase subject = ConformanceCase.parse("add.ptx", ADD);
    assertEquals("add.s32", subject.form());
    assertEquals("9.7.1.1", subject.isa());
    assertEquals("sm_80", subject.target());
    assertEquals("[s32 %a, s32 %b]", subject.inputs().toString());
    assertEquals("[s32 %d]", subject.outputs().toString());
    assertEquals("add.s32 %d, %a, %b;", subject.text());
    assertEquals(
        new Run(
            7, "small", List.of(1L, 0xfffffffeL), List.of(new Expectation.Exactly(0xffffffffL))),
        subject.runs().getFirst());
    assertTrue(subject.kernel().text().contains(subject.text()));
  }

  @Test
  void versionTargetAndDeclarations_standInTheModule() {
    String declaration = ".global .u32 one = 1;";
    String headers = "// ptx: 8.4\n// target: sm_90\n// module: " + declaration + "\n";
    ConformanceCase subject = ConformanceCase.parse("add.ptx", headers + ADD);
    String text = subject.kernel().text();
    assertTrue(text.startsWith(".version 8.4\n.target sm_90\n"), text);
    assertTrue(text.indexOf(declaration) < text.indexOf(".entry"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "// form: add.s32 | // from: add.s32 | 1",
        "// form: add.s32 | // form: add s32 | 1",
        "// form: add.s32 | // form: sub.s32 | 8",
        "// form: add.s32 | // form: add | 8",
        "// isa: 9.7.1.1 | // form: add.s32 | 2",
        "// isa: 9.7.1.1 | // isa: chapter 9 | 2",
        "// isa: 9.7.1.1 | // target: gpu | 2",
        "// isa: 9.7.1.1 | // ptx: eight | 2",
        "// isa: 9.7.1.1 | // module: .extern .func f() | 2",
        "// isa: 9.7.1.1 | // nothing | 8",
        "// params: s32 %a, s32 %b -> s32 %d | // nothing | 7",
        "s32 %a, s32 %b -> s32 %d | s32 %a, s32 %b, s32 %d | 3",
        "s32 %a, s32 %b -> s32 %d | s32 %a, s32 %a -> s32 %d | 3",
        "s32 %a, s32 %b -> s32 %d | s32 %a, s32 %lane -> s32 %d | 3",
        "s32 %a, s32 %b -> s32 %d | s32 %a, s31 %b -> s32 %d | 3",
        "s32 %a, s32 %b -> s32 %d | s32 %a, s32 b -> s32 %d | 3",
        "s32 %a, s32 %b -> s32 %d | s32 %a, s32 %b -> | 3",
        "s32 %a, s32 %b -> s32 %d | s32 %a, -> s32 %d | 3",
        "%d, %a, %b; | %e, %a, %b; | 8",
        "%d, %a, %b; | %d, %a, %c; | 8",
        "add.s32 %d, %a, %b; | // nothing | 7",
        "// small | // isa: 9.7 | 6",
        "// run: 1 -2 == -1 | // run: 1 -2 = -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 == -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 -2 3 == -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 -2 == | 7",
        "// run: 1 -2 == -1 | // run: 1 -2 == -1 0 | 7",
        "// run: 1 -2 == -1 | // run: 1 two == -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 1.5 == -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 0x123456789 == -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 4294967296 == -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 -2147483649 == -1 | 7",
        "// run: 1 -2 == -1 | // run: 1 -2 == nan | 7",
        "// run: 1 -2 == -1 | // run: 1 -2 == -1 within 2 ulp | 7",
        "// run: 1 -2 == -1 | // run: 1 -2 == -1 within reason | 7",
      })
  void malformedCase_isRefusedWithFileAndLine(String part, String planted, int line) {
    assertTrue(ADD.contains(part), part);
    assertRefused(ADD.replace(part, planted), line);
  }

  @Test
  void textAfterTheRuns_isRefused() {
    assertRefused(ADD + "ret;\n", 9);
  }

  @Test
  void caseWithoutRuns_isRefused() {
    assertRefused("", 0);
    assertRefused(ADD.substring(0, ADD.indexOf("// run")), 6);
    assertRefused(ADD + "// run: 1 2 == 3\n".repeat(1023), 1031);
  }

  private static void assertRefused(String text, int line) {
    MalformedCase refusal =
        assertThrows(MalformedCase.class, () -> ConformanceCase.parse("case.ptx", text), text);
    assertTrue(refusal.toString().contains("case.ptx:" + line + ": "), refusal::toString);
  }
}
