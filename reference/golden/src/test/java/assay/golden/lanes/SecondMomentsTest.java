package assay.golden.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.core.Sum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lemma 19 of docs/numerics.md: never below the second moment, and hardly above it. */
final class SecondMomentsTest {

  private static final int ROWS = 19;
  private static final int WIDTH = 13;

  /** Attention over random keys, and the exact sums beside it. */
  private static final class Run {
    final double[][] queries;
    final double[][] keys;
    final DoubleAttention attention;
    final SecondMoments moments;

    Run(Lanes lanes, int count, double magnitude, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      queries = new double[ROWS][];
      keys = new double[count][];
      fill(queries, random, 1 / magnitude);
      fill(keys, random, magnitude);
      attention = new DoubleAttention(lanes);
      moments = new SecondMoments(lanes);
      attend();
    }

    private static void fill(double[][] rows, SplittableRandom random, double size) {
      for (int i = 0; i < rows.length; i++) {
        rows[i] = random.doubles(WIDTH).map(x -> (2 * x - 1) * size).toArray();
      }
    }

    void attend() {
      attention.begin(ROWS, WIDTH, WIDTH, true, 2);
      attention.observe(moments);
      moments.begin(ROWS, WIDTH);
      for (int row = 0; row < ROWS; row++) {
        attention.query(row, queries[row], 0);
      }
      for (int first = 0; first < keys.length; first += DoubleAttention.KEYS) {
        int count = Math.min(DoubleAttention.KEYS, keys.length - first);
        for (int t = 0; t < count; t++) {
          attention.key(t, keys[first + t], 0);
          double[] key = keys[first + t];
          moments.value(t, key, 0, Lanes.best().maxMagnitude(key, 0, WIDTH));
        }
        for (int row = 0; row < ROWS; row++) {
          attention.visible(row, count);
        }
        attention.step();
        moments.step(count);
      }
    }

    double exact(int row, int d) {
      Sum sum = Sum.create();
      for (double[] key : keys) {
        double score = 2 * Sum.ofProducts(queries[row], key).getAsDouble();
        sum.addProduct(StrictMath.exp(score - attention.largest(row)), key[d] * key[d]);
      }
      return sum.getAsDouble();
    }

    double bound(int row, int d) {
      return moments.bound(row, d, attention.sum(row));
    }
  }

  static List<Lanes> all() {
    return Lanes.all();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 1000})
  void isAboveTheSecondMomentAndNear(int keys) {
    Run run = new Run(Lanes.best(), keys, 3, keys);
    int roundings = DoubleAttention.KEYS + 2 * Math.ceilDiv(keys, DoubleAttention.KEYS) + 4;
    double growth = 1 + 3 * roundings * 0x1p-24;
    for (int row = 0; row < ROWS; row++) {
      for (int d = 0; d < WIDTH; d++) {
        double exact = run.exact(row, d);
        double lost = run.attention.sum(row) * 0x1p-110;
        assertTrue(run.bound(row, d) >= exact);
        assertTrue(run.bound(row, d) <= exact * growth + lost);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-70, 0x1p-40, 0x1p50, 0x1p70, 0x1p500})
  void isAboveTheSecondMomentAtEveryMagnitude(double magnitude) {
    Run run = new Run(Lanes.best(), 70, magnitude, 5);
    for (int row = 0; row < ROWS; row++) {
      for (int d = 0; d < WIDTH; d++) {
        assertTrue(run.bound(row, d) >= run.exact(row, d));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasTheSameBitsWithAllLanes(Lanes lanes) {
    Run expected = new Run(Lanes.all().getFirst(), 130, 1, 7);
    Run actual = new Run(lanes, 130, 1, 7);
    for (int row = 0; row < ROWS; row++) {
      assertEquals(expected.bound(row, 4), actual.bound(row, 4));
    }
  }

  /** Seen to fail: without the allowance, rounding puts some sum below the exact one. */
  @Test
  void theAllowanceIsNeeded() {
    Run run = new Run(Lanes.best(), 1000, 3, 1);
    boolean below = false;
    int roundings = DoubleAttention.KEYS + 2 * 16 + 4;
    for (int row = 0; row < ROWS; row++) {
      double plain = run.bound(row, 0) / (1 + 1.01 * roundings * 0x1p-24);
      below |= plain < run.exact(row, 0);
    }
    assertTrue(below);
  }
}
