package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ElementsTest {

  private static final double[] EVERYWHERE_EXACT = {0, -0.0, 1, -1.5, 448, 0.015625, -0.375};

  @ParameterizedTest
  @EnumSource
  void exactNumbers_comeBack(FloatFormat format) {
    Elements elements = Elements.rounded(format, EVERYWHERE_EXACT);
    assertArrayEquals(EVERYWHERE_EXACT, elements.toDoubles());
    assertEquals((long) EVERYWHERE_EXACT.length * format.bytes(), elements.segment().byteSize());
  }

  @ParameterizedTest
  @EnumSource
  void roundingIsToNearestWithTiesToEven(FloatFormat format) {
    double unit = format.unitRoundoff();
    Elements elements = Elements.rounded(format, 1 + unit, 1 + 3 * unit, 1 + unit * 1.25);
    assertArrayEquals(new double[] {1, 1 + 4 * unit, 1 + 2 * unit}, elements.toDoubles());
  }

  @ParameterizedTest
  @EnumSource
  void nanStaysNan_andOverflowFollowsTheFormat(FloatFormat format) {
    Elements elements = Elements.rounded(format, Double.NaN, Double.NEGATIVE_INFINITY);
    assertTrue(Double.isNaN(elements.get(0)));
    double expected = format.hasInfinities() ? Double.NEGATIVE_INFINITY : Double.NaN;
    assertEquals(expected, elements.get(1));
  }

  @Test
  void bytesAreLittleEndian() {
    MemorySegment bytes = Elements.rounded(FloatFormat.BF16, 1).segment();
    assertEquals((byte) 0x80, bytes.get(ValueLayout.JAVA_BYTE, 0));
    assertEquals((byte) 0x3F, bytes.get(ValueLayout.JAVA_BYTE, 1));
  }

  @Test
  void arraysAndNativeMemory_areViewedAndNotCopied() {
    short[] codes = {0x3F80, 0x4000};
    Elements elements = Elements.ofBFloat16(codes);
    codes[0] = (short) 0xBF80;
    assertArrayEquals(new double[] {-1, 2}, elements.toDoubles());
    try (Arena arena = Arena.ofConfined()) {
      Elements outside = new Elements(FloatFormat.F32, arena.allocate(9L * 4, 1));
      outside.slice(3, 2).set(1, 7);
      assertEquals(7, outside.get(4));
    }
  }

  @Test
  void floatsAndDoubles_areThemselves() {
    assertArrayEquals(new double[] {0.1f, 3}, Elements.of(0.1f, 3).toDoubles());
    assertArrayEquals(new double[] {0.1, 3}, Elements.of(0.1, 3).toDoubles());
    float[] floats = new float[4];
    Elements.of(1.5, 2.5, 3.5).copyTo(1, floats, 2, 2);
    assertArrayEquals(new float[] {0, 0, 2.5f, 3.5f}, floats);
  }

  @Test
  void halfANumber_isRefused() {
    MemorySegment three = MemorySegment.ofArray(new byte[3]);
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new Elements(FloatFormat.BF16, three));
    assertEquals("segment has 3 bytes; BF16 takes 2 each", refusal.getMessage());
  }
}
