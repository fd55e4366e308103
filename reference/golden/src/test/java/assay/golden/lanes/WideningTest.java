package assay.golden.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import assay.numerics.BFloat16;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Every code of bfloat16, from every place and in every length. */
final class WideningTest {

  private static final int CODES = 1 << 16;

  private final MemorySegment codes = MemorySegment.ofArray(codes());

  @Test
  void everyCodeIsItsNumber() {
    double[] actual = new double[CODES];
    Widening.bFloat16(codes, 0, actual, 0, CODES);
    assertArrayEquals(expected(0, CODES), actual);
  }

  @Test
  void anyPartOfThem() {
    for (int first = 16_000; first < 16_003; first++) {
      for (int count = 0; count < 70; count++) {
        double[] actual = new double[count + 1];
        Widening.bFloat16(codes, 2L * first, actual, 1, count);
        double[] expected = new double[count + 1];
        System.arraycopy(expected(first, count), 0, expected, 1, count);
        assertArrayEquals(expected, actual);
      }
    }
  }

  private static double[] expected(int first, int count) {
    double[] expected = new double[count];
    for (int i = 0; i < count; i++) {
      expected[i] = BFloat16.toFloat((short) (first + i));
    }
    return expected;
  }

  private static short[] codes() {
    short[] codes = new short[CODES];
    for (int i = 0; i < CODES; i++) {
      codes[i] = (short) i;
    }
    return codes;
  }
}
