package assay.verify.rival;

import java.util.Optional;

/** Every element is a finite number where the expected one is, whichever. */
public record Finite() implements Rule {

  @Override
  public Optional<String> objection(Sample sample) {
    for (int i = 0; i < sample.size(); i++) {
      if (Double.isFinite(sample.expected()[i]) && !Double.isFinite(sample.actual()[i])) {
        return Optional.of("element %d is %s".formatted(i, sample.actual()[i]));
      }
    }
    return Optional.empty();
  }

  @Override
  public String formula() {
    return "y is finite";
  }
}
