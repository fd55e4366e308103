package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.5, 0.500",
    "1, 1.00",
    "0.12345, 0.123",
    "9.999, 10.0",
    "71.11, 71.1",
    "1234567, 1230000",
    "12345678, 1.23e+07",
    "0.00012345, 0.000123",
    "0.0000123, 1.23e-05",
    "4.9e-324, 4.94e-324",
    "1.7976931348623157e308, 1.80e+308",
    "NaN, –",
    "Infinity, ∞",
    "-Infinity, −∞"
  })
  void aFigureHasThreeSignificantDigits(double value, String text) {
    assertEquals(text, Text.figure(value));
  }

  @Test
  void countsAreGroupedAndAgreeInNumber() {
    assertEquals("81,920", Text.count(81920));
    assertEquals("1 case", Text.count(1, "case"));
    assertEquals("0 cases", Text.count(0, "case"));
  }

  @Test
  void memoryIsInBinaryUnits() {
    assertEquals("8.0 GiB", Text.memory(8L << 30));
    assertEquals("0.5 MiB", Text.memory(512 << 10));
  }

  @Test
  void whatCannotBeSeenIsReplaced() {
    assertEquals(
        "a b\ufffdc\ufffd\ufffd\ufffd é😀", Text.printable("a\nb\u0000c\u202e\ud800\uffff é😀"));
  }
}
