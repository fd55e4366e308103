package assay.gpu.emulator.lanes;

/**
 * What vectors are to compute.
 *
 * @param operation on up to three words of each lane
 * @param flushes whether subnormal operands and results are zeros of their sign
 * @param amount how far a shift goes, 0 to 31
 */
public record VectorForm(Operation operation, boolean flushes, int amount) {

  /** Operations on words; those on binary32 round to nearest, and their NaN is 0x7fffffff. */
  public enum Operation {
    COPY,
    NOT,
    ADD,
    SUBTRACT,
    MULTIPLY,
    MULTIPLY_ADD,
    AND,
    OR,
    XOR,
    MIN,
    MAX,
    MIN_UNSIGNED,
    MAX_UNSIGNED,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    SHIFT_RIGHT_SIGNED,
    ADD_F32,
    SUBTRACT_F32,
    MULTIPLY_F32,
    FMA_F32,
    NEGATE_F32,
    ABSOLUTE_F32,
    /** A number wins over a NaN, and −0 is less than +0. */
    MIN_F32,
    /** A number wins over a NaN, and −0 is less than +0. */
    MAX_F32
  }

  public static VectorForm of(Operation operation) {
    return new VectorForm(operation, false, 0);
  }

  public static VectorForm of(Operation operation, boolean flushes) {
    return new VectorForm(operation, flushes, 0);
  }

  public static VectorForm shift(Operation operation, int amount) {
    return new VectorForm(operation, false, amount);
  }
}
