package assay.gpu.emulator.execute;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Decimal digits of numbers that are not negative, rounded once from their exact value. */
final class Decimal {

  private Decimal() {}

  /**
   * With {@code places} digits behind the point.
   *
   * @param marked whether a point stands that no digit follows
   */
  static String fixed(BigDecimal value, int places, boolean marked) {
    String text = value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    return places == 0 && marked ? text + "." : text;
  }

  /** With one digit before the point, {@code places} behind it, and an exponent. */
  static String scientific(BigDecimal value, int places, boolean marked) {
    BigDecimal rounded = rounded(value, places + 1);
    String digits = rounded.unscaledValue().toString();
    String rest = digits.substring(1) + "0".repeat(Math.max(0, places + 1 - digits.length()));
    String point = places > 0 || marked ? "." : "";
    int exponent = exponent(rounded);
    return digits.charAt(0)
        + point
        + rest.substring(0, places)
        + "e%s%02d".formatted(exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /**
   * With {@code digits} digits, in whichever way is shorter.
   *
   * @param marked whether zeros at the end and the point stay
   */
  static String general(BigDecimal value, int digits, boolean marked) {
    int exponent = exponent(rounded(value, digits));
    boolean plain = exponent >= -4 && exponent < digits;
    String text =
        plain ? fixed(value, digits - 1 - exponent, marked) : scientific(value, digits - 1, marked);
    return marked ? text : withoutZeros(text);
  }

  private static String withoutZeros(String text) {
    int end = text.indexOf('e') < 0 ? text.length() : text.indexOf('e');
    String digits = text.substring(0, end);
    String kept =
        digits.indexOf('.') < 0 ? digits : digits.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    return kept + text.substring(end);
  }

  private static BigDecimal rounded(BigDecimal value, int digits) {
    return value.signum() == 0
        ? BigDecimal.ZERO
        : value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static int exponent(BigDecimal value) {
    return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
  }
}
