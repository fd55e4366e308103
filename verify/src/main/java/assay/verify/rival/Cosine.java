package assay.verify.rival;

import java.util.Optional;

/** Σxy / (|x| |y|) ≥ least over a whole tensor; a zero or infinite tensor has no angle. */
public record Cosine(double least) implements Rule {

  @Override
  public Optional<String> objection(Sample sample) {
    double product = 0;
    double expected = 0;
    double actual = 0;
    for (int i = 0; i < sample.size(); i++) {
      double x = sample.expected()[i];
      double y = sample.actual()[i];
      product += sample.count(i) * x * y;
      expected += sample.count(i) * x * x;
      actual += sample.count(i) * y * y;
    }
    double cosine = product / Math.sqrt(expected * actual);
    return cosine >= least ? Optional.empty() : Optional.of("cosine %.6g".formatted(cosine));
  }

  @Override
  public String formula() {
    return "Σxy / (|x| |y|) ≥ " + Figure.of(least);
  }
}
