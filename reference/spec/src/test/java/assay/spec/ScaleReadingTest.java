package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import assay.numerics.ScaleRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers' trap: which readers agree with which writer. */
final class ScaleReadingTest {

  private static final int LEAST_EXPONENT = -140;
  private static final int MOST_EXPONENT = 127;

  @ParameterizedTest
  @EnumSource
  void underPowersOfTwoEveryReaderReadsWhatWasWritten(ScaleReading reading) {
    for (int exponent = LEAST_EXPONENT; exponent <= MOST_EXPONENT; exponent++) {
      for (float fraction : new float[] {1, 1.1f, 1.75f, 1.7500001f, 1.99f}) {
        float scale = ScaleRule.POWER_OF_TWO.scale(Math.scalb(fraction, exponent));
        assertEquals(scale, reading.of(scale));
      }
    }
  }

  /** 1/448, 100/448 and 300/448 in F32 have more bits than bf16 and are no powers of two. */
  @ParameterizedTest
  @ValueSource(floats = {1, 100, 300})
  void underArbitraryScalesNoTwoReadersAgree(float amax) {
    float scale = ScaleRule.ARBITRARY.scale(amax);
    assertEquals(scale, ScaleReading.F32.of(scale));
    assertNotEquals(scale, ScaleReading.BF16.of(scale));
    assertNotEquals(scale, ScaleReading.UE8M0.of(scale));
    assertNotEquals(ScaleReading.BF16.of(scale), ScaleReading.UE8M0.of(scale));
  }

  /** The scale of a 336 fill is 0.75: bf16 holds it, UE8M0 does not. */
  @ParameterizedTest
  @EnumSource
  void aScaleOfThreeQuarters(ScaleReading reading) {
    float read = reading.of(ScaleRule.ARBITRARY.scale(336));
    assertEquals(reading == ScaleReading.UE8M0 ? 1 : 0.75f, read);
  }
}
