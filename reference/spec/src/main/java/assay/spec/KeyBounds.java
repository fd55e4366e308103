package assay.spec;

/**
 * A bound for each key of a row: what belongs to the query times what belongs to the key, by Cauchy
 * and Schwarz.
 *
 * @param keys may be longer than the row
 */
public record KeyBounds(double query, double[] keys) {

  double of(int t) {
    return query * keys[t];
  }
}
