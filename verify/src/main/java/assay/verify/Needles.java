package assay.verify;

import assay.numerics.Elements;

/** Queries that single out one key each. */
final class Needles {

  /** Nats by which the key stands out beyond what its rivals weigh together. */
  private static final double MARGIN = 3;

  /** Features of a query stay below this, so that fp16 holds their double. */
  static final double LARGEST = 1 << 14;

  private Needles() {}

  /** Row after row of the problem singles out another key at an edge. */
  static <P> P at(P problem, AttentionTokens<P> tokens, long seed) {
    Elements query = ElementRows.copy(tokens.query(problem));
    int heads = tokens.heads(problem);
    for (int row = 0; row < tokens.rows(problem); row++) {
      int token = row / heads;
      int visible = tokens.visible(problem, token);
      if (visible > 0) {
        int[] edges = KeyLattice.keys(visible, tokens.pageSize(problem));
        int edge = (int) ((row % heads + Math.floorMod(seed, 3L)) % edges.length);
        double[] key = tokens.key(problem, token, row % heads, edges[edge]);
        fill(query, (long) row * key.length, key, tokens.scale(problem), visible);
      }
    }
    return tokens.withQuery(problem, query, tokens.scale(problem));
  }

  private static void fill(Elements query, long at, double[] key, float scale, int keys) {
    double norm = 0;
    for (double feature : key) {
      norm += feature * feature;
    }
    double along = norm == 0 ? 0 : (Math.log(keys) + MARGIN) / (scale * norm);
    for (int i = 0; i < key.length; i++) {
      query.set(at + i, Math.clamp(along * key[i], -LARGEST, LARGEST));
    }
  }
}
