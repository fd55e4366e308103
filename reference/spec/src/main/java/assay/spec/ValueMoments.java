package assay.spec;

/**
 * What one value feature of a row comes to, under the row's softmax weights w_t.
 *
 * @param mean Σ w_t v_t, the element of {@code out}
 * @param second at least Σ w_t v_t²
 * @param path mean square of the partial sums of Σ w_t v_t, in the order of the keys or the
 *     opposite one, whichever is larger
 * @param plain mean of v_t, keys counted alike
 */
public record ValueMoments(double mean, double second, double path, double plain) {

  /** √(Σ w_t v_t² − mean²), at least. */
  double deviation() {
    return Math.sqrt(Math.max(0, second - mean * mean));
  }
}
