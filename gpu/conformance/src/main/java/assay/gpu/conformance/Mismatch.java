package assay.gpu.conformance;

/** One output that is not as expected; {@code actual} are its bits. */
public record Mismatch(ConformanceCase subject, Run run, int outputIndex, long actual) {

  /** {@code file:line (group): %d is 0x…, expected …}. */
  @Override
  public String toString() {
    Operand output = subject.outputs().get(outputIndex);
    return "%s:%d (%s): %s is %s, expected %s"
        .formatted(
            subject.file(),
            run.line(),
            run.group(),
            output.name(),
            hex(output.type(), actual),
            describe(output.type(), run.expected().get(outputIndex)));
  }

  private static String describe(OperandType type, Expectation expectation) {
    return switch (expectation) {
      case Expectation.Exactly(long bits) -> hex(type, bits);
      case Expectation.AnyNan() -> "a NaN";
      case Expectation.Near(long bits, Bound bound) -> hex(type, bits) + " within " + name(bound);
    };
  }

  private static String name(Bound bound) {
    return switch (bound) {
      case Bound.Ulps(long count) -> count + " ulp";
      case Bound.Absolute(double exponent) -> "2^" + exponent + " absolute";
      case Bound.Relative(double exponent) -> "2^" + exponent + " relative";
    };
  }

  private static String hex(OperandType type, long bits) {
    return ("0x%0" + 2 * type.bytes() + "x").formatted(bits);
  }
}
