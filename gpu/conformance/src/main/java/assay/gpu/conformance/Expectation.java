package assay.gpu.conformance;

/** What an output must be. */
public sealed interface Expectation {

  boolean accepts(OperandType type, long bits);

  /** These bits and no others. */
  record Exactly(long expected) implements Expectation {
    @Override
    public boolean accepts(OperandType type, long bits) {
      return bits == expected;
    }
  }

  /** Any NaN: the ISA leaves its payload open. */
  record AnyNan() implements Expectation {
    @Override
    public boolean accepts(OperandType type, long bits) {
      return type.isNan(bits);
    }
  }

  /** A number near the nearest representable one to the exact result. */
  record Near(long expected, Bound bound) implements Expectation {
    @Override
    public boolean accepts(OperandType type, long bits) {
      return !type.isNan(bits) && bound.admits(type, expected, bits);
    }
  }
}
