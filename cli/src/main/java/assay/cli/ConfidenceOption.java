package assay.cli;

import assay.spec.Confidence;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --false-alarm}: how sure the statistical budgets are. */
final class ConfidenceOption {

  @Option(
      names = "--false-alarm",
      paramLabel = "P",
      description = {
        "Probability that a right kernel is accused in a run of a billion comparisons;",
        "larger is stricter. Default: 1e-6."
      })
  private @Nullable Double falseAlarm;

  /** The option as it was given, after a space; empty where it need not be. */
  String option() {
    return falseAlarm == null ? "" : " --false-alarm " + falseAlarm;
  }

  /**
   * Of a whole run.
   *
   * @throws IllegalArgumentException if the probability is none
   */
  Confidence confidence() {
    return falseAlarm == null ? Confidence.RUN : Confidence.RUN.withFalseAlarm(falseAlarm);
  }
}
