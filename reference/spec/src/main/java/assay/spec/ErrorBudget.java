package assay.spec;

/**
 * How far each element of one tensor may be from the exact value, in the tensor's order.
 *
 * @param hard worst case: an error above it proves a bug
 * @param statistical for independent roundings: an honest run stays below it but for the stated
 *     false-alarm probability; never above {@code hard}
 */
public record ErrorBudget(double[] hard, double[] statistical) {

  public ErrorBudget {
    if (hard.length != statistical.length) {
      throw new IllegalArgumentException(
          "%d hard and %d statistical budgets".formatted(hard.length, statistical.length));
    }
  }

  /** Zeros, to be filled in: until then every element must be met exactly. */
  public static ErrorBudget ofLength(int length) {
    return new ErrorBudget(new double[length], new double[length]);
  }

  /** Elements of the tensor. */
  public int length() {
    return hard.length;
  }
}
