package assay.verify.rival;

import java.util.Optional;

/** |y − x|₂ ≤ limit · |x|₂ over a whole tensor. */
public record NormError(double limit) implements Rule {

  @Override
  public Optional<String> objection(Sample sample) {
    double error = 0;
    double size = 0;
    for (int i = 0; i < sample.size(); i++) {
      double x = sample.expected()[i];
      error += sample.count(i) * sample.error(i) * sample.error(i);
      size += sample.count(i) * x * x;
    }
    return error <= limit * limit * size
        ? Optional.empty()
        : Optional.of("norm of the error %.3g of the norm".formatted(Math.sqrt(error / size)));
  }

  @Override
  public String formula() {
    return "‖y − x‖ ≤ " + Figure.of(limit) + " ‖x‖";
  }
}
