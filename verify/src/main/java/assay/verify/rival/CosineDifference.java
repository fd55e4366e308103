package assay.verify.rival;

import java.util.Optional;

/**
 * 1 − 2 Σxy / Σ(x² + y²) ≤ limit over a whole tensor, the same as |x − y|² / (|x|² + |y|²); two
 * zero tensors differ by 0. Elements that are the same infinity or both NaN are left out.
 */
public record CosineDifference(double limit) implements Rule {

  @Override
  public Optional<String> objection(Sample sample) {
    double distance = 0;
    double energy = 0;
    for (int i = 0; i < sample.size(); i++) {
      if (!sample.sameAndNotFinite(i)) {
        double x = sample.expected()[i];
        double y = sample.actual()[i];
        distance += sample.count(i) * (x - y) * (x - y);
        energy += sample.count(i) * (x * x + y * y);
      }
    }
    double difference = energy == 0 ? 0 : distance / energy;
    return difference <= limit
        ? Optional.empty()
        : Optional.of("cosine difference %.3g".formatted(difference));
  }

  @Override
  public String formula() {
    return "1 − 2 Σxy / Σ(x² + y²) ≤ " + Figure.of(limit);
  }
}
