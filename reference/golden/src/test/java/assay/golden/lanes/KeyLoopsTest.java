package assay.golden.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.AttentionTerms;
import assay.spec.ErrorSums;
import assay.spec.ExponentForm;
import assay.spec.KeyBounds;
import assay.spec.KeyLoops;
import assay.spec.ScoreSpreads;
import assay.spec.SquareForm;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What budgets need of keys has the bits of the plain loops, cold and compiled. */
final class KeyLoopsTest {

  private static final int[] LENGTHS = {1, 7, 8, 9, 64, 577, 1024, 1025, 3000};

  /** Enough calls for the second compiler tier. */
  private static final int WARM_UP = 3_000;

  static List<Lanes> all() {
    return Lanes.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void squaresHaveTheSameBits(Lanes lanes) {
    SquareForm form = new SquareForm(0.3, 0.7, 0.11, 0.013);
    for (int keys : LENGTHS) {
      AttentionTerms row = row(keys, 1);
      double[] expected = new double[keys];
      double[] actual = new double[keys];
      double most = KeyLoops.PLAIN.squares(form, row, 3, expected);
      assertEquals(most, lanes.keyLoops().squares(form, row, 3, actual));
      assertArrayEquals(expected, actual);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void largestIsTheSame(Lanes lanes) {
    double[] x = row(3000, 1).scores();
    for (int from = 0; from < 20; from++) {
      double expected = Arrays.stream(x, from, 40).max().orElseThrow();
      assertEquals(expected, lanes.keyLoops().largest(x, from, 40));
    }
    assertEquals(Double.NEGATIVE_INFINITY, lanes.keyLoops().largest(x, 5, 5));
  }

  /** Errors that are small, weights that are 0, and errors past 1, where e^x − 1 is worked out. */
  @ParameterizedTest
  @MethodSource("all")
  void sumsOfErrorsHaveTheSameBits(Lanes lanes) {
    for (int keys : LENGTHS) {
      for (double gauge : new double[] {1e-3, 0.3, 2}) {
        assertSame(sums(KeyLoops.PLAIN, row(keys, 1), gauge), sums(lanes, keys, 1, gauge));
        assertSame(sums(KeyLoops.PLAIN, row(keys, 0), gauge), sums(lanes, keys, 0, gauge));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void areTheSameBitsOnceCompiled(Lanes lanes) {
    ErrorSums expected = sums(KeyLoops.PLAIN, row(577, 1), 1e-3);
    for (int i = 0; i < WARM_UP; i++) {
      assertSame(expected, sums(lanes, 577, 1, 1e-3));
    }
  }

  /** Seen to fail: one key more. */
  @Test
  void aKeyMoreIsSeen() {
    double[] some = sums(KeyLoops.PLAIN, row(64, 1), 1e-3).partial();
    double[] more = sums(KeyLoops.PLAIN, row(65, 1), 1e-3).partial();
    assertFalse(Arrays.equals(some, more));
    assertTrue(Arrays.stream(some).allMatch(sum -> sum > 0));
  }

  private static void assertSame(ErrorSums expected, ErrorSums actual) {
    assertArrayEquals(expected.partial(), actual.partial());
    assertEquals(expected.largestShift(), actual.largestShift());
    assertEquals(expected.worstExponent(), actual.worstExponent());
    assertEquals(expected.vanished(), actual.vanished());
  }

  private static ErrorSums sums(Lanes lanes, int keys, double least, double gauge) {
    return sums(lanes.keyLoops(), row(keys, least), gauge);
  }

  private static ErrorSums sums(KeyLoops loops, AttentionTerms row, double gauge) {
    ExponentForm worst = new ExponentForm(1e-3, 2e-3, 3e-3, gauge, 1e-4);
    ExponentForm coherent = new ExponentForm(1e-4, 2e-4, 3e-4, 0, 1e-5);
    ErrorSums sums = new ErrorSums(row, 4.5, worst, coherent);
    loops.add(sums);
    return sums;
  }

  /** A tenth of the weights times {@code least}, which is 1 or 0. */
  private static AttentionTerms row(int keys, double least) {
    SplittableRandom random = new SplittableRandom(keys);
    double[] scores = random.doubles(keys, -4.5, 4.5).toArray();
    double[] weights = random.doubles(keys, 0.1, 1).map(w -> w < 0.2 ? w * least : w).toArray();
    KeyBounds bounds = new KeyBounds(0.5, random.doubles(keys).toArray());
    return new AttentionTerms(
        weights, scores, bounds, bounds, ScoreSpreads.of(), keys, false, 1, 64);
  }
}
