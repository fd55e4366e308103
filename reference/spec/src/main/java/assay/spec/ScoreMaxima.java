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
  static ScoreMaxima of(AttentionTerms row, int keysPerTile) {
    double[] tiles = new double[Math.ceilDiv(row.keys(), keysPerTile)];
    double largest = Double.NEGATIVE_INFINITY;
    int heaviest = 0;
    int forwards = 0;
    for (int tile = 0; tile < tiles.length; tile++) {
      int first = tile * keysPerTile;
      int end = (int) Math.min(row.keys(), (long) first + keysPerTile);
      int key = heaviest(row.scores(), first, end);
      tiles[tile] = row.scores()[key];
      if (tiles[tile] > largest) {
        largest = tiles[tile];
        heaviest = key;
        forwards++;
      }
    }
    double withSink = row.sink() ? Math.max(largest, row.scores()[row.keys()]) : largest;
    return new ScoreMaxima(withSink, heaviest, Math.max(forwards, backwards(tiles)));
  }

  private static int heaviest(double[] scores, int first, int end) {
    int heaviest = first;
    for (int t = first; t < end; t++) {
      heaviest = scores[t] > scores[heaviest] ? t : heaviest;
    }
    return heaviest;
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
