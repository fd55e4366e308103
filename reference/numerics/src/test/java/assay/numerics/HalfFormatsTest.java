package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both 16-bit formats, over all their codes and between them. */
final class HalfFormatsTest {

  private static final int RANDOM_VALUES = 20_000;

  enum Half {
    BF16(FloatFormat.BF16, 8, 7, BFloat16.NAN) {
      @Override
      float decode(short bits) {
        return BFloat16.toFloat(bits);
      }

      @Override
      short encode(float value) {
        return BFloat16.fromFloat(value);
      }

      @Override
      short encode(double value) {
        return BFloat16.fromDouble(value);
      }
    },
    FP16(FloatFormat.FP16, 5, 10, Float16.NAN) {
      @Override
      float decode(short bits) {
        return Float16.toFloat(bits);
      }

      @Override
      short encode(float value) {
        return Float16.fromFloat(value);
      }

      @Override
      short encode(double value) {
        return Float16.fromDouble(value);
      }
    };

    final FloatFormat format;
    final int exponentBits;
    final int fractionBits;
    final short nan;

    Half(FloatFormat format, int exponentBits, int fractionBits, short nan) {
      this.format = format;
      this.exponentBits = exponentBits;
      this.fractionBits = fractionBits;
      this.nan = nan;
    }

    abstract float decode(short bits);

    abstract short encode(float value);

    abstract short encode(double value);

    /** The value of a code as IEEE 754 defines it. */
    double defined(int code) {
      int fraction = code & ((1 << fractionBits) - 1);
      int exponent = code >> fractionBits & ((1 << exponentBits) - 1);
      int bias = (1 << (exponentBits - 1)) - 1;
      double sign = code >> 15 == 0 ? 1 : -1;
      if (exponent == (1 << exponentBits) - 1) {
        return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
      }
      int hidden = exponent == 0 ? 0 : 1 << fractionBits;
      return sign
          * Math.scalb((double) (hidden + fraction), Math.max(exponent, 1) - bias - fractionBits);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeDecodesAsDefined(Half half) {
    for (int code = 0; code < 1 << 16; code++) {
      assertEquals(half.defined(code), (double) half.decode((short) code));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeSurvivesARoundTrip(Half half) {
    for (int code = 0; code < 1 << 16; code++) {
      float value = half.decode((short) code);
      short expected = Float.isNaN(value) ? half.nan : (short) code;
      assertEquals(expected, half.encode(value));
      assertEquals(expected, half.encode((double) value));
    }
  }

  /** Halfway between neighbours, and the nearest doubles on either side. */
  @ParameterizedTest
  @EnumSource
  void boundariesRoundToNearestTiesToEven(Half half) {
    for (int code = 0;
        code < 1 << 15 && half.defined(code + 1) < Double.POSITIVE_INFINITY;
        code++) {
      double middle = (half.defined(code) + half.defined(code + 1)) / 2;
      assertRounds(half, middle);
      assertRounds(half, Math.nextUp(middle));
      assertRounds(half, -Math.nextDown(middle));
    }
  }

  @ParameterizedTest
  @EnumSource
  void overflowStartsHalfAStepPastTheLargest(Half half) {
    double largest = half.format.largest();
    double tie = largest + half.format.unitRoundoff() * Math.scalb(1.0, Math.getExponent(largest));
    assertEquals(largest, half.decode(half.encode(Math.nextDown(tie))));
    assertEquals(Double.POSITIVE_INFINITY, half.decode(half.encode(tie)));
    assertEquals(Double.NEGATIVE_INFINITY, half.decode(half.encode(-tie)));
    assertEquals(half.nan, half.encode(Double.NaN));
  }

  @ParameterizedTest
  @EnumSource
  void randomValuesRoundToNearest(Half half) {
    SplittableRandom random = new SplittableRandom(1);
    int lowest = Math.getExponent(half.format.smallestNormal()) - half.format.precision() - 2;
    int highest = Math.getExponent(half.format.largest()) + 2;
    for (int i = 0; i < RANDOM_VALUES; i++) {
      double significand = random.nextDouble(-2, 2);
      assertRounds(half, Math.scalb(significand, random.nextInt(lowest, highest)));
    }
  }

  /** What {@link OddRounding} is for: by way of a float, such a value rounds twice, wrongly. */
  @ParameterizedTest
  @EnumSource
  void roundingTwiceIsSeen(Half half) {
    double justAboveTie = 1 + half.format.unitRoundoff() + FloatFormat.F64.unitRoundoff() * 2;
    assertRounds(half, justAboveTie);
    assertNotEquals(half.encode((float) justAboveTie), half.encode(justAboveTie));
  }

  private static void assertRounds(Half half, double value) {
    double actual = half.decode(half.encode(value));
    double expected = ExactRounding.round(value, half.format);
    assertTrue(Double.compare(actual, expected) == 0, () -> value + " gives " + actual);
  }
}
