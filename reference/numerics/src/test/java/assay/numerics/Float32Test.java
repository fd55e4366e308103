package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Binary32 against Java's cast; {@link EncodingTest} has all roundings against exact decimals. */
final class Float32Test {

  @Test
  void toNearestIsTheCast() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      double inRange = Math.scalb(random.nextDouble() - 0.5, random.nextInt(-160, 130));
      assertEquals((float) value, Float32.round(value, Rounding.RN, Overflow.IEEE));
      assertEquals((float) inRange, Float32.round(inRange, Rounding.RN, Overflow.IEEE));
    }
  }

  @Test
  void theOtherRoundingsEncloseTheValue() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      double value = Math.scalb(random.nextDouble() - 0.5, random.nextInt(-160, 130));
      float down = Float32.round(value, Rounding.RD, Overflow.IEEE);
      float up = Float32.round(value, Rounding.RU, Overflow.IEEE);
      float toZero = Float32.round(value, Rounding.RZ, Overflow.IEEE);
      assertEquals(down == value ? down : Math.nextUp(down), up);
      assertEquals(value < 0 ? up : down, toZero);
    }
  }

  /** Planted: towards zero is not the cast. */
  @Test
  void anotherRoundingIsSeen() {
    double value = Math.nextDown(1.0);
    assertNotEquals((float) value, Float32.round(value, Rounding.RZ, Overflow.IEEE));
  }
}
