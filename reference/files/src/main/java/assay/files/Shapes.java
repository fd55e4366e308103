package assay.files;

import java.util.List;

/** Extents, and the bytes that they make. */
final class Shapes {

  /** As many axes as NumPy allows. */
  static final int MAX_RANK = 64;

  private Shapes() {}

  /**
   * What {@code shape} numbers of {@code type} take.
   *
   * @throws IllegalArgumentException with one sentence for everybody who cannot trust the shape
   */
  static long byteSize(DataType type, List<Long> shape) {
    require(shape.size() <= MAX_RANK, "shape has %d axes; at most 64", shape.size());
    for (long extent : shape) {
      require(extent >= 0, "shape is %s; an extent is at least 0", shape);
    }
    long bits = bits(type, shape);
    require(bits % 8 == 0, "shape is %s; %s must fill whole bytes", shape, type);
    return bits / 8;
  }

  /** The same of a shape that a file gives. */
  static long byteSize(Place place, DataType type, List<Long> shape) throws BadFile {
    try {
      return byteSize(type, shape);
    } catch (IllegalArgumentException wrong) {
      throw place.bad(wrong);
    }
  }

  private static long bits(DataType type, List<Long> shape) {
    try {
      return shape.stream().reduce((long) type.bits(), Math::multiplyExact);
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException(
          "shape is %s; its bits must be counted in 63 bits".formatted(shape), overflow);
    }
  }

  private static void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }
}
