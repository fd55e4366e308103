package assay.spec;

/**
 * How sure a statistical budget is.
 *
 * <p>A sum of independent zero-mean errors with root-sum-square bound σ exceeds λσ with probability
 * at most 2·exp(−λ²/2) (Hoeffding 1963). So over {@code elements} comparisons a false alarm has
 * probability at most {@code falseAlarm} with λ = √(2 ln(2·elements/falseAlarm)).
 *
 * @param falseAlarm probability of at least one false alarm in a run, in (0, 1)
 * @param elements comparisons in a run, at least 1
 */
public record Confidence(double falseAlarm, long elements) {

  /** One false alarm in a million runs of a billion comparisons each: λ ≈ 8.4. */
  public static final Confidence RUN = new Confidence(1e-6, 1_000_000_000L);

  public Confidence {
    if (!(falseAlarm > 0 && falseAlarm < 1)) {
      throw new IllegalArgumentException(
          "falseAlarm is " + falseAlarm + "; it must be between 0 and 1");
    }
    if (elements < 1) {
      throw new IllegalArgumentException("elements is " + elements + "; it must be at least 1");
    }
  }

  /** The same number of comparisons with another probability. */
  public Confidence withFalseAlarm(double changed) {
    return new Confidence(changed, elements);
  }

  /** λ, the number of root-sum-square errors that a budget allows. */
  public double lambda() {
    return Math.sqrt(2 * Math.log(2 * elements / falseAlarm));
  }
}
