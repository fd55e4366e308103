package assay.golden;

import assay.spec.MlaPrefill.Problem;

/** Random small problems, often with more queries than keys. */
final class MlaPrefillSample {

  private static final int[][] WIDTHS = {{192, 128}, {256, 256}, {96, 64}, {128, 128}, {5, 9}};

  private MlaPrefillSample() {}

  static Problem draw(long seed) {
    AttentionDraw draw = new AttentionDraw(seed);
    int[] widths = WIDTHS[draw.between(0, WIDTHS.length - 1)];
    int batch = draw.between(0, 3);
    return of(
        draw,
        draw.between(1, 3),
        widths,
        draw.lengths(batch, 70),
        draw.lengths(batch, 100),
        draw.coin());
  }

  /** Causal, of one sequence, over more keys than are attended to at once. */
  static Problem drawLong(long seed) {
    AttentionDraw draw = new AttentionDraw(seed);
    int[] widths = WIDTHS[draw.between(0, WIDTHS.length - 1)];
    int[] keys = {draw.between(257, 560)};
    int[] queries = {draw.between(1, keys[0])};
    return of(draw, 1, widths, queries, keys, true);
  }

  /**
   * @param widths E + R and V
   */
  static Problem of(
      AttentionDraw draw, int heads, int[] widths, int[] queries, int[] keys, boolean causal) {
    int[] queryStarts = starts(queries);
    int[] keyStarts = starts(keys);
    int queryTokens = queryStarts[queries.length];
    int keyTokens = keyStarts[keys.length];
    return new Problem(
        heads,
        widths[0],
        widths[1],
        queryStarts,
        keyStarts,
        draw.normal(queryTokens * heads * widths[0]),
        draw.normal(keyTokens * heads * widths[0]),
        draw.normal(keyTokens * heads * widths[1]),
        (float) (1 / Math.sqrt(widths[0])),
        causal);
  }

  private static int[] starts(int... lengths) {
    int[] starts = new int[lengths.length + 1];
    for (int b = 0; b < lengths.length; b++) {
      starts[b + 1] = starts[b] + lengths[b];
    }
    return starts;
  }
}
