package assay.verify.rival;

import java.util.Optional;

/** Σ|y − x| / Σ|x| &lt; limit over a whole tensor. */
public record MeanError(double limit) implements Rule {

  @Override
  public Optional<String> objection(Sample sample) {
    double error = 0;
    double size = 0;
    for (int i = 0; i < sample.size(); i++) {
      error += sample.count(i) * sample.error(i);
      size += sample.count(i) * Math.abs(sample.expected()[i]);
    }
    return error == 0 || error / size < limit
        ? Optional.empty()
        : Optional.of("mean error %.3g of the mean".formatted(error / size));
  }

  @Override
  public String formula() {
    return "Σ|y − x| / Σ|x| < " + Figure.of(limit);
  }
}
