package assay.bench;

import assay.golden.lanes.DoubleAttention;
import assay.golden.lanes.Lanes;
import assay.golden.lanes.SecondMoments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The products of {@link SecondMoments} for so many tokens, and nothing else: a tile of values is
 * squared once and weighted for all keys.
 */
final class MomentProducts {

  private static final int LANES = 16;

  private final List<SecondMoments> tokens;
  private final int rows;
  private final int valueWidth;
  private final int keys;

  MomentProducts(int tokens, int rows, int valueWidth, int keys) {
    this.tokens = Stream.generate(() -> new SecondMoments(Lanes.best())).limit(tokens).toList();
    this.rows = rows;
    this.valueWidth = valueWidth;
    this.keys = keys;
  }

  void run() {
    tokens.parallelStream().forEach(this::run);
  }

  /**
   * @throws IllegalStateException if the last tile's moments, of ones, are below its keys or well
   *     above
   */
  private void run(SecondMoments moments) {
    double[] ones = new double[Math.max(valueWidth, LANES * DoubleAttention.KEYS)];
    Arrays.fill(ones, 1);
    moments.begin(rows, valueWidth);
    IntStream.range(0, DoubleAttention.KEYS).forEach(t -> moments.value(t, ones, 0, 1));
    int last = 0;
    for (int first = 0; first < keys; first += DoubleAttention.KEYS) {
      last = Math.min(DoubleAttention.KEYS, keys - first);
      if (first + last == keys) {
        weigh(moments, ones, last);
      }
      moments.step(last);
    }
    double bound = moments.bound(rows - 1, valueWidth - 1, last);
    if (!(bound >= last && bound < last + 1)) {
      throw new IllegalStateException("moments of %d ones are %s".formatted(last, bound));
    }
  }

  private void weigh(SecondMoments moments, double[] ones, int count) {
    for (int lane = 0; lane < rows; lane += LANES) {
      moments.weights(ones, 0, lane, Math.min(LANES, rows - lane), count, ones);
    }
  }
}
