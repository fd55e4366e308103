package assay.verify.rival;

import java.util.Optional;

/** Largest |y − x| &lt; most, and its mean &lt; mean. */
public record MaxAndMean(double most, double mean) implements Rule {

  @Override
  public Optional<String> objection(Sample sample) {
    double largest = 0;
    double sum = 0;
    double count = 0;
    for (int i = 0; i < sample.size(); i++) {
      largest = Math.max(largest, sample.error(i));
      sum += sample.count(i) * sample.error(i);
      count += sample.count(i);
    }
    boolean accepted = count == 0 || (largest < most && sum / count < mean);
    return accepted
        ? Optional.empty()
        : Optional.of("largest error %.3g, mean %.3g".formatted(largest, sum / count));
  }

  @Override
  public String formula() {
    return "max |y − x| < %s and mean |y − x| < %s".formatted(Figure.of(most), Figure.of(mean));
  }
}
