package assay.spec;

/**
 * The largest scores of a row.
 *
 * @param largest of all, the sink's included
 * @param heaviest the key with the largest
 * @param rescalings how often a running maximum grows from one tile to the next, first tile first
 *     or last tile first, whichever is more
 */
record ScoreMaxima(double largest, int heaviest, int rescalings) {

  /** With tiles of so many keys. */
  static ScoreMaxima of(AttentionTerms row, int keysPerTile, KeyLoops loops) {
    double[] tiles = new double[Math.ceilDiv(row.keys(), keysPerTile)];
    for (int tile = 0; tile < tiles.length; tile++) {
      int first = tile * keysPerTile;
      int end = (int) Math.min(row.keys(), (long) first + keysPerTile);
      tiles[tile] = loops.largest(row.scores(), first, end);
    }
    double largest = loops.largest(tiles, 0, tiles.length);
    double withSink = row.sink() ? Math.max(largest, row.scores()[row.keys()]) : largest;
    int rescalings = Math.max(forwards(tiles), backwards(tiles));
    return new ScoreMaxima(withSink, first(row.scores(), largest), rescalings);
  }

  /** Where {@code x} is first; 0 where it is nowhere, as NaN is. */
  static int first(double[] numbers, double x) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] == x) {
        return i;
      }
    }
    return 0;
  }

  private static int forwards(double[] tiles) {
    double largest = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (double tile : tiles) {
      if (tile > largest) {
        largest = tile;
        count++;
      }
    }
    return count;
  }

  private static int backwards(double[] tiles) {
    double largest = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (int tile = tiles.length - 1; tile >= 0; tile--) {
      if (tiles[tile] > largest) {
        largest = tiles[tile];
        count++;
      }
    }
    return count;
  }
}
