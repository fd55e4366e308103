package assay.golden.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lemma 23 of docs/numerics.md: partial sums as they stand at each look, in either direction. */
final class SumPathsTest {

  private static final int ROWS = 5;
  private static final int WIDTH = 3;
  private static final int KEYS = 200;

  /** For some hundred roundings of each number. */
  private static final double RELATIVE = 1000 * 0x1p-53;

  private final double[][] keys = random(KEYS, 1);
  private final double[][] queries = random(ROWS, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void areThoseOfTheSumItself(int tilesPerLook) {
    int stride = tilesPerLook * DoubleAttention.KEYS;
    for (Lanes lanes : Lanes.all()) {
      SumPaths paths = new SumPaths(lanes);
      DoubleAttention attention = attend(lanes, paths, stride);
      double[] meanSquares = meanSquares(paths);
      for (int row = 0; row < ROWS; row++) {
        for (int d = 0; d < WIDTH; d++) {
          double[] ends = partialSums(row, d, attention.largest(row), stride);
          double forwards = meanSquare(ends, row, 0, stride);
          double expected = Math.max(forwards, meanSquare(ends, row, last(ends), stride));
          double actual = meanSquares[row * WIDTH + d];
          assertTrue(Math.abs(actual - expected) <= RELATIVE * (expected + square(last(ends))));
        }
      }
    }
  }

  @Test
  void areTheSameBitsWithAllLanes() {
    SumPaths expected = new SumPaths(Lanes.all().getFirst());
    attend(Lanes.all().getFirst(), expected, DoubleAttention.KEYS);
    for (Lanes lanes : Lanes.all()) {
      SumPaths actual = new SumPaths(lanes);
      attend(lanes, actual, DoubleAttention.KEYS);
      assertArrayEquals(meanSquares(expected), meanSquares(actual));
    }
  }

  private static double[] meanSquares(SumPaths paths) {
    double[] meanSquares = new double[ROWS * WIDTH];
    paths.meanSquares(meanSquares);
    return meanSquares;
  }

  /** A long sum is looked at so often that what happens between two looks is little of it. */
  @Test
  void longSumsHaveEnoughLooks() {
    assertEquals(1, SumPaths.tilesPerLook(1));
    assertEquals(1, SumPaths.tilesPerLook(16383));
    assertEquals(4, SumPaths.tilesPerLook(32768));
  }

  private DoubleAttention attend(Lanes lanes, SumPaths paths, int stride) {
    DoubleAttention attention = new DoubleAttention(lanes);
    attention.trace(Optional.of(paths));
    attention.begin(ROWS, WIDTH, WIDTH, true, 1);
    for (int row = 0; row < ROWS; row++) {
      attention.query(row, queries[row], 0);
    }
    for (int first = 0; first < KEYS; first += DoubleAttention.KEYS) {
      int count = Math.min(DoubleAttention.KEYS, KEYS - first);
      for (int t = 0; t < count; t++) {
        attention.key(t, keys[first + t], 0);
      }
      for (int row = 0; row < ROWS; row++) {
        attention.visible(row, Math.clamp(visible(row) - first, 0, count));
      }
      int end = first + count;
      paths.look(end % stride == 0 || end == KEYS);
      attention.step();
    }
    return attention;
  }

  /** Rows see more and more, the first one a tile and a half. */
  private static int visible(int row) {
    return 96 + 20 * row;
  }

  /** At each look, the first of them 0. */
  private double[] partialSums(int row, int d, double largest, int stride) {
    int looks = Math.ceilDiv(visible(row), stride);
    double[] ends = new double[looks + 1];
    for (int t = 0; t < visible(row); t++) {
      double score = 0;
      for (int i = 0; i < WIDTH; i++) {
        score += queries[row][i] * keys[t][i];
      }
      double term = StrictMath.exp(score - largest) * keys[t][d];
      for (int end = t / stride + 1; end <= looks; end++) {
        ends[end] += term;
      }
    }
    return ends;
  }

  /** Of what is left to {@code whole}: 0 forwards, the last one backwards. */
  private static double meanSquare(double[] ends, int row, double whole, int stride) {
    double sum = 0;
    for (int look = 1; look < ends.length; look++) {
      int count = Math.min(stride, visible(row) - (look - 1) * stride);
      sum += count * (square(whole - ends[look - 1]) + square(whole - ends[look])) / 2;
    }
    return sum / visible(row);
  }

  private static double last(double[] ends) {
    return ends[ends.length - 1];
  }

  private static double square(double x) {
    return x * x;
  }

  private static double[][] random(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[rows][WIDTH];
    for (double[] row : x) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return x;
  }
}
