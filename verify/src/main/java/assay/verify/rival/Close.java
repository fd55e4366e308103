package assay.verify.rival;

import java.util.Optional;

/**
 * |y − x| ≤ absolute + relative · |x|, as in {@code torch.allclose}: NaN is close to nothing, an
 * infinity to itself.
 *
 * @param mismatches share of the elements that need not be close
 */
public record Close(double absolute, double relative, double mismatches) implements Rule {

  /** For every element. */
  public static Close of(double absolute, double relative) {
    return new Close(absolute, relative, 0);
  }

  @Override
  public Optional<String> objection(Sample sample) {
    long all = 0;
    long wrong = 0;
    double largest = 0;
    for (int i = 0; i < sample.size(); i++) {
      all += sample.count(i);
      double allowed = absolute + relative * Math.abs(sample.expected()[i]);
      double error = sample.error(i);
      boolean close = error == 0 || (error <= allowed && Double.isFinite(error));
      wrong += close ? 0 : sample.count(i);
      largest = close ? largest : Math.max(largest, error);
    }
    return wrong > mismatches * all
        ? Optional.of("%d of %d elements off, by up to %.3g".formatted(wrong, all, largest))
        : Optional.empty();
  }

  @Override
  public String formula() {
    String close = "|y − x| ≤ %s + %s |x|".formatted(Figure.of(absolute), Figure.of(relative));
    return mismatches == 0
        ? close
        : close + " for " + Figure.of(100 * (1 - mismatches)) + " % of elements";
  }
}
