package assay.gpu.ptx;

/** Constants. PTX ISA 4.5. */
final class Literals {

  private Literals() {}

  static Operand constant(Token token, boolean negative) {
    String text = token.text();
    if (text.startsWith("0f") || text.startsWith("0F")) {
      int bits = (int) digits(token, text.substring(2), 16, 8);
      return new Operand.Float32(negative ? bits ^ Integer.MIN_VALUE : bits);
    }
    if (text.startsWith("0d") || text.startsWith("0D")) {
      long bits = digits(token, text.substring(2), 16, 16);
      return new Operand.Float64(negative ? bits ^ Long.MIN_VALUE : bits);
    }
    if (isDecimalFraction(text)) {
      double value = decimal(token);
      return new Operand.Float64(Double.doubleToRawLongBits(negative ? -value : value));
    }
    long value = integer(token);
    return new Operand.Int(negative ? -value : value);
  }

  static long integer(Token token) {
    String text = token.text().replaceFirst("[uU]$", "");
    if (text.startsWith("0x") || text.startsWith("0X")) {
      return digits(token, text.substring(2), 16, 16);
    }
    if (text.startsWith("0b") || text.startsWith("0B")) {
      return digits(token, text.substring(2), 2, 64);
    }
    return text.length() > 1 && text.startsWith("0")
        ? digits(token, text.substring(1), 8, 22)
        : digits(token, text, 10, 20);
  }

  private static boolean isDecimalFraction(String text) {
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    return !hexadecimal && (text.indexOf('.') >= 0 || text.indexOf('e') >= 0);
  }

  private static double decimal(Token token) {
    try {
      return Double.parseDouble(token.text());
    } catch (NumberFormatException e) {
      throw TokenStream.unexpected(token, "a number");
    }
  }

  private static long digits(Token token, String digits, int radix, int most) {
    if (digits.isEmpty() || digits.length() > most) {
      throw TokenStream.unexpected(token, "a number");
    }
    try {
      return Long.parseUnsignedLong(digits, radix);
    } catch (NumberFormatException e) {
      throw TokenStream.unexpected(token, "a number");
    }
  }
}
