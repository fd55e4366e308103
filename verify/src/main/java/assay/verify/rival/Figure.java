package assay.verify.rival;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers in formulas: three digits, without zeros at their end. */
final class Figure {

  private static final MathContext DIGITS = new MathContext(3);

  private Figure() {}

  static String of(double value) {
    BigDecimal number = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return Math.abs(value) >= 1e-3 || value == 0
        ? number.toPlainString()
        : number.unscaledValue() + "e" + -number.scale();
  }
}
