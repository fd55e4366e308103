package assay.verify.rival;

import java.util.Optional;

/**
 * |y − x| &lt; absolute, or |y − x| / (|x| + 10⁻⁶) &lt; relative, for every element; what is no
 * finite number must be the same. As in FlashMLA's tests.
 */
public record Either(double absolute, double relative) implements Rule {

  private static final double TINY = 1e-6;

  @Override
  public Optional<String> objection(Sample sample) {
    for (int i = 0; i < sample.size(); i++) {
      double error = sample.error(i);
      double relativeError = error / (Math.abs(sample.expected()[i]) + TINY);
      boolean small = error < absolute || relativeError < relative;
      if (!small && !sample.sameAndNotFinite(i)) {
        return Optional.of("element %d off by %.3g".formatted(i, error));
      }
    }
    return Optional.empty();
  }

  @Override
  public String formula() {
    return "|y − x| < %s or |y − x| / |x| < %s".formatted(Figure.of(absolute), Figure.of(relative));
  }
}
