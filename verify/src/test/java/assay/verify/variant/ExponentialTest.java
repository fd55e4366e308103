package assay.verify.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is declared of 2^x holds. */
final class ExponentialTest {

  private static final int STEP = 997;
  private static final float SMALLEST_NORMAL_EXPONENT = -126;

  static Stream<Exponential> all() {
    return Stream.of(Exponential.LIBRARY, Polynomial.SEVENTH, Polynomial.THIRD);
  }

  @ParameterizedTest
  @MethodSource("all")
  void errorIsAsDeclared(Exponential exponential) {
    int last = Float.floatToRawIntBits(SMALLEST_NORMAL_EXPONENT);
    double worst = 0;
    for (int bits = Float.floatToRawIntBits(-0x1p-30f); bits <= last; bits += STEP) {
      float x = Float.intBitsToFloat(bits);
      worst = Math.max(worst, Math.abs(exponential.exp2(x) / StrictMath.pow(2, x) - 1));
    }
    assertTrue(worst <= exponential.relativeError(), "error " + worst);
    assertTrue(worst > exponential.relativeError() / 4, "declared too wide; error is " + worst);
  }

  @ParameterizedTest
  @MethodSource("all")
  void endsAreExact(Exponential exponential) {
    assertEquals(1, exponential.exp2(0));
    assertEquals(0, exponential.exp2(Float.NEGATIVE_INFINITY));
    assertTrue(Float.isNaN(exponential.exp2(Float.NaN)));
  }
}
