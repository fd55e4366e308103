package assay.gpu.emulator.execute;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * One conversion of a format. C11 7.21.6.1, with sizes as on 64-bit Linux.
 *
 * @param flags any of {@code -+ #0}
 * @param width the least number of characters
 * @param precision negative if none is given
 * @param size {@code hh}, {@code h}, {@code l}, {@code ll}, {@code j}, {@code z}, {@code t} or
 *     nothing
 * @param letter what it converts to
 */
record Conversion(String flags, int width, int precision, String size, char letter) {

  /** How many characters any implementation must be able to write for a width or a precision. */
  static final int LONGEST = 4095;

  /** Takes what it needs from the arguments. */
  String text(PrintFormat.Arguments arguments) {
    return switch (letter) {
      case '%' -> "%";
      case 'c' -> padded(String.valueOf((char) (arguments.next(Integer.BYTES) & 0xff)));
      case 's' -> padded(cut(arguments.text(arguments.next(Long.BYTES))));
      case 'p' -> pointer(arguments.next(Long.BYTES));
      case 'd', 'i' -> signed(integer(arguments));
      case 'o', 'u', 'x', 'X' -> unsigned(integer(arguments));
      default -> real(Double.longBitsToDouble(arguments.next(Long.BYTES)));
    };
  }

  private boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  private long integer(PrintFormat.Arguments arguments) {
    boolean wide = !size.isEmpty() && size.charAt(0) != 'h';
    long value = arguments.next(wide ? Long.BYTES : Integer.BYTES);
    return switch (size) {
      case "hh" -> (byte) value;
      case "h" -> (short) value;
      default -> value;
    };
  }

  private String signed(long value) {
    String digits = Long.toUnsignedString(Math.abs(value));
    return integer(sign(value < 0), digits);
  }

  private String sign(boolean negative) {
    return negative ? "-" : has('+') ? "+" : has(' ') ? " " : "";
  }

  private String unsigned(long value) {
    int bits =
        switch (size) {
          case "hh" -> Byte.SIZE;
          case "h" -> Short.SIZE;
          case "" -> Integer.SIZE;
          default -> Long.SIZE;
        };
    long positive = value & -1L >>> (Long.SIZE - bits);
    int radix = letter == 'o' ? 8 : letter == 'u' ? 10 : 16;
    String digits = Long.toUnsignedString(positive, radix);
    boolean marked = has('#') && letter != 'u' && positive != 0;
    if (letter == 'o') {
      return integer("", marked && precision <= digits.length() ? "0" + digits : digits);
    }
    String all = integer(marked ? "0x" : "", digits);
    return letter == 'X' ? all.toUpperCase(Locale.ROOT) : all;
  }

  /** A precision is the least number of digits; else the flag 0 fills the width. */
  private String integer(String prefix, String digits) {
    boolean fills = precision < 0 && has('0') && !has('-');
    int least = fills ? width - prefix.length() : precision;
    boolean nothing = precision == 0 && digits.equals("0") && !(letter == 'o' && has('#'));
    return padded(prefix + (nothing ? "" : zeros(least - digits.length()) + digits));
  }

  private String pointer(long address) {
    return padded(address == 0 ? "(nil)" : "0x" + Long.toHexString(address));
  }

  private String real(double value) {
    String sign = sign(Double.doubleToRawLongBits(value) < 0);
    boolean upper = Character.isUpperCase(letter);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      String name = Double.isNaN(value) ? "nan" : "inf";
      return padded(sign + (upper ? name.toUpperCase(Locale.ROOT) : name));
    }
    String digits = digits(new BigDecimal(Math.abs(value)));
    int missing = has('0') && !has('-') ? width - sign.length() - digits.length() : 0;
    return padded(sign + zeros(missing) + (upper ? digits.toUpperCase(Locale.ROOT) : digits));
  }

  private String digits(BigDecimal value) {
    int places = precision < 0 ? 6 : precision;
    return switch (Character.toLowerCase(letter)) {
      case 'f' -> Decimal.fixed(value, places, has('#'));
      case 'e' -> Decimal.scientific(value, places, has('#'));
      default -> Decimal.general(value, Math.max(1, places), has('#'));
    };
  }

  private String cut(String text) {
    int most = precision < 0 ? LONGEST : precision;
    return text.substring(0, Math.min(most, text.length()));
  }

  private static String zeros(int count) {
    return "0".repeat(Math.max(0, count));
  }

  private String padded(String text) {
    String spaces = " ".repeat(Math.max(0, width - text.length()));
    return has('-') ? text + spaces : spaces + text;
  }
}
