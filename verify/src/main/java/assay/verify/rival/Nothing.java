package assay.verify.rival;

import java.util.Optional;

/** Errors are printed or logged, and nothing is asserted: it cannot fail. */
public record Nothing() implements Rule {

  @Override
  public Optional<String> objection(Sample sample) {
    return Optional.empty();
  }

  @Override
  public String formula() {
    return "cannot fail";
  }
}
