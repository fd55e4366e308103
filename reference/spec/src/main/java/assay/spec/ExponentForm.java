package assay.spec;

/**
 * What may move an exponent, as a function of its score s beside the row's largest, M:
 *
 * <p>score · |s| + magnitude · max(|s|, |M|) + shift · (M − s) + gauge · g + constant, with g the
 * key's gauge.
 */
public record ExponentForm(
    double score, double magnitude, double shift, double gauge, double constant) {

  /** One chain of fused multiply-adds, last term first. */
  double of(double s, double largest, double keyGauge) {
    double size = Math.abs(s);
    double rest = Math.fma(gauge, keyGauge, constant);
    double larger = Math.max(size, Math.abs(largest));
    return Math.fma(score, size, Math.fma(magnitude, larger, Math.fma(shift, largest - s, rest)));
  }

  /** For what the gauges have of the keys alone. */
  ExponentForm of(KeyBounds gauges) {
    return new ExponentForm(score, magnitude, shift, gauge * gauges.query(), constant);
  }
}
