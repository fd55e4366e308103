package assay.gpu.emulator.execute;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What printf writes: a format, its conversions replaced. C11 7.21.6.1, as CUDA C++ has it. */
final class PrintFormat {

  private static final Pattern CONVERSION =
      Pattern.compile(
          "%(?<flags>[-+ #0]*)(?<width>\\*|\\d{1,9})?(?<point>\\.(?<precision>\\*|\\d{0,9}))?"
              + "(?<size>(?:hh|h|ll|l|j|z|t)(?=[diouxX])|l(?=[fFeEgG]))?"
              + "(?<letter>[diouxXcspfFeEgG%])");

  /** How much of a conversion that is not known a message shows. */
  private static final int SHOWN = 8;

  /** What the conversions take, in their order. */
  interface Arguments {

    /** The next one, of 4 bytes with its sign extended, or of 8. */
    long next(int bytes);

    /** The text at an address. */
    String text(long address);

    /** What to throw at a conversion that is not known. */
    RuntimeException unknown(String conversion);
  }

  private PrintFormat() {}

  static String text(String format, Arguments arguments) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = CONVERSION.matcher(format);
    int at = 0;
    for (int sign = format.indexOf('%'); sign >= 0; sign = format.indexOf('%', at)) {
      text.append(format, at, sign);
      if (!matcher.region(sign, format.length()).lookingAt()) {
        int end = Math.min(format.length(), sign + SHOWN);
        throw arguments.unknown(format.substring(sign, end));
      }
      text.append(conversion(matcher, arguments).text(arguments));
      at = matcher.end();
    }
    return text.append(format, at, format.length()).toString();
  }

  private static Conversion conversion(Matcher matcher, Arguments arguments) {
    String flags = group(matcher, "flags");
    int width = number(group(matcher, "width"), 0, arguments);
    int precision =
        group(matcher, "point").isEmpty() ? -1 : number(group(matcher, "precision"), 0, arguments);
    return new Conversion(
        width < 0 ? flags + "-" : flags,
        Math.min(Math.abs(width), Conversion.LONGEST),
        Math.min(precision, Conversion.LONGEST),
        group(matcher, "size"),
        group(matcher, "letter").charAt(0));
  }

  private static String group(Matcher matcher, String name) {
    String group = matcher.group(name);
    return group == null ? "" : group;
  }

  private static int number(String text, int otherwise, Arguments arguments) {
    return text.equals("*")
        ? (int) arguments.next(Integer.BYTES)
        : text.isEmpty() ? otherwise : Integer.parseInt(text);
  }
}
