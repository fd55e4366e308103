package assay.gpu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpectationTest {

  @ParameterizedTest
  @CsvSource({
    "nan, 0x7fc00000, true",
    "nan, 0xff800001, true",
    "nan, 0x7f800000, false",
    "nan, 0x00000000, false",
    "1.0, 0x3f800000, true",
    "1.0, 0x3f800001, false",
    "0.0, 0x80000000, false",
    "-inf, 0xff800000, true",
    "1.0 within 2 ulp, 0x3f800002, true",
    "1.0 within 2 ulp, 0x3f7ffffe, true",
    "1.0 within 2 ulp, 0x3f800003, false",
    "1.0 within 2 ulp, 0xbf800000, false",
    "1.0 within 2 ulp, 0x7fc00000, false",
    "0.0 within 2 ulp, 0x80000002, true",
    "0x7f7fffff within 1 ulp, 0x7f800000, true",
    "1.0 within 2^-22 absolute, 0x3f800002, true",
    "1.0 within 2^-22 absolute, 0x3f800003, false",
    "1.0 within 2^-22 absolute, 0x7f800000, false",
    "4.0 within 2^-11 relative, 0x40801000, true",
    "4.0 within 2^-11 relative, 0x40801002, false",
    "4.0 within 2^-11 relative, 0x7f800000, false"
  })
  void float_isHeldAgainstIt(String expected, String actual, boolean accepted) {
    long bits = Literal.bits(OperandType.F32, actual);
    assertEquals(accepted, expectation(expected).accepts(OperandType.F32, bits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inf within 2 ulp",
        "-inf within 2^-11 relative",
        "0x7fc00000 within 2 ulp",
        "1.0 within 2^x absolute",
        "1.0 within -2 ulp",
        "1.0 within"
      })
  void boundWithoutMeaning_isRefused(String expected) {
    assertThrows(MalformedCase.class, () -> expectation(expected));
  }

  private static Expectation expectation(String expected) {
    String head = CaseParserTest.ADD.substring(0, CaseParserTest.ADD.indexOf("// small"));
    String text = head.replace("s32", "f32") + "// run: 1.0 1.0 == " + expected;
    return ConformanceCase.parse("case.ptx", text).runs().getFirst().expected().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 1.0, 0x3c00",
    "F16, -inf, 0xfc00",
    "BF16, -2.0, 0xc000",
    "BF16, inf, 0x7f80",
    "F32, 0.5, 0x3f000000",
    "F64, -inf, 0xfff0000000000000",
    "S16, -1, 0xffff",
    "U64, 18446744073709551615, 0xffffffffffffffff",
    "PRED, 1, 0x1"
  })
  void literals_areBits(OperandType type, String text, String hex) {
    assertEquals(Long.parseUnsignedLong(hex.substring(2), 16), Literal.bits(type, text));
  }

  @ParameterizedTest
  @CsvSource({"F32,0.1", "BF16,1.001", "F16,65536.0", "PRED,2", "PRED,-1", "U16,65536", "F32,1"})
  void literals_areExactOrRefused(OperandType type, String text) {
    assertThrows(IllegalArgumentException.class, () -> Literal.bits(type, text));
  }

  @Test
  void bfloat16_countsItsOwnNumbers() {
    assertEquals(1, OperandType.BF16.ulpsBetween(0x3f80, 0x3f81));
    assertEquals(2, OperandType.BF16.ulpsBetween(0x8001, 0x0001));
  }
}
