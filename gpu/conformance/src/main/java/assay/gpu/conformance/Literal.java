package assay.gpu.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** The written values of case files. */
final class Literal {

  private static final Pattern HEX = Pattern.compile("0x[0-9a-f]{1,16}");
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,20}");
  private static final Pattern FRACTION = Pattern.compile("-?[0-9]+\\.[0-9]+(e-?[0-9]+)?");

  private Literal() {}

  /**
   * The bits of {@code text} as a value of {@code type}.
   *
   * @throws IllegalArgumentException if it is no value of the type, or not exactly representable
   */
  static long bits(OperandType type, String text) {
    if (HEX.matcher(text).matches()) {
      return checked(type, text, Long.parseUnsignedLong(text.substring(2), 16));
    }
    if (type.floating()) {
      return floatingBits(type, text);
    }
    if (INTEGER.matcher(text).matches()) {
      return integerBits(type, text);
    }
    throw refusal(type, text);
  }

  private static long checked(OperandType type, String text, long bits) {
    if ((bits & ~type.mask()) != 0) {
      throw refusal(type, text);
    }
    return bits;
  }

  private static long integerBits(OperandType type, String text) {
    BigInteger value = new BigInteger(text);
    BigInteger largest = new BigInteger(Long.toUnsignedString(type.mask()));
    BigInteger smallest = type == OperandType.PRED ? BigInteger.ZERO : largest.shiftRight(1).not();
    if (value.compareTo(smallest) < 0 || value.compareTo(largest) > 0) {
      throw refusal(type, text);
    }
    return value.longValue() & type.mask();
  }

  private static long floatingBits(OperandType type, String text) {
    return switch (text) {
      case "inf" -> type.infinity();
      case "-inf" -> type.infinity() | (type.mask() ^ (type.mask() >>> 1));
      default -> fractionBits(type, text);
    };
  }

  private static long fractionBits(OperandType type, String text) {
    if (!FRACTION.matcher(text).matches()) {
      throw refusal(type, text);
    }
    long bits = nearestBits(type, Double.parseDouble(text));
    if (!type.isFinite(bits)
        || new BigDecimal(text).compareTo(new BigDecimal(type.value(bits))) != 0) {
      throw refusal(type, text);
    }
    return bits;
  }

  private static long nearestBits(OperandType type, double value) {
    float narrow = (float) value;
    return switch (type) {
      case F64 -> Double.doubleToRawLongBits(value);
      case F32 -> Integer.toUnsignedLong(Float.floatToRawIntBits(narrow));
      case F16 -> Short.toUnsignedLong(Float.floatToFloat16(narrow));
      case BF16 -> Float.floatToRawIntBits(narrow) >>> 16;
      case PRED, B16, S16, U16, B32, S32, U32, B64, S64, U64 ->
          throw new IllegalArgumentException(type.keyword() + " is not a floating type");
    };
  }

  private static IllegalArgumentException refusal(OperandType type, String text) {
    return new IllegalArgumentException(
        "'%s' is not exactly a value of type %s".formatted(text, type.keyword()));
  }
}
