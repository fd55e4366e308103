package assay.gpu.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PTX as it comes from a broken disk, a bad merge or an enemy: lines and words lost, doubled and
 * swapped, digits changed, numbers far too large, brackets without end, any bytes.
 */
public final class DamagedPtx {

  private static final Pattern TOKEN = Pattern.compile("[\\w.%$]+|[^\\w\\s]");
  private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\b");
  private static final List<String> NUMBERS =
      List.of("0", "-1", "2147483647", "4294967296", "99999999999999999999", "0x", "0f7F", "1e999");
  private static final int DEEP = 20_000;
  private static final int WAYS = 12;

  private final SplittableRandom random;

  private DamagedPtx(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One to three kinds of damage to {@code ptx}; another seed does others. */
  public static String of(String ptx, long seed) {
    DamagedPtx damage = new DamagedPtx(seed);
    String text = ptx;
    for (int times = damage.random.nextInt(1, 4); times > 0; times--) {
      text = damage.damaged(text);
    }
    return text;
  }

  private String damaged(String text) {
    return switch (random.nextInt(WAYS)) {
      case 0 -> withoutLine(text);
      case 1 -> withLineTwice(text);
      case 2 -> withLinesSwapped(text);
      case 3 -> withTokens(text, (first, second) -> List.of("", second));
      case 4 -> withTokens(text, (first, second) -> List.of(first + " " + first, second));
      case 5 -> withTokens(text, (first, second) -> List.of(second, first));
      case 6 -> withTokens(text, (first, second) -> List.of(second, second));
      case 7 -> withDigitChanged(text);
      case 8 -> withNumber(text);
      case 9 -> text.substring(0, random.nextInt(text.length() + 1));
      case 10 -> withRandomBytes(text);
      default -> withBrackets(text);
    };
  }

  private String withoutLine(String text) {
    List<String> lines = lines(text);
    lines.remove(random.nextInt(lines.size()));
    return String.join("\n", lines);
  }

  private String withLineTwice(String text) {
    List<String> lines = lines(text);
    String line = lines.get(random.nextInt(lines.size()));
    lines.add(random.nextInt(lines.size()), line);
    return String.join("\n", lines);
  }

  private String withLinesSwapped(String text) {
    List<String> lines = lines(text);
    int first = random.nextInt(lines.size());
    int second = random.nextInt(lines.size());
    String line = lines.set(first, lines.get(second));
    lines.set(second, line);
    return String.join("\n", lines);
  }

  private static List<String> lines(String text) {
    return new ArrayList<>(List.of(text.split("\n", -1)));
  }

  /** What becomes of two tokens. */
  private interface Pair {
    List<String> of(String first, String second);
  }

  private String withTokens(String text, Pair change) {
    List<int[]> tokens = places(TOKEN, text);
    if (tokens.isEmpty()) {
      return text;
    }
    int[] one = tokens.get(random.nextInt(tokens.size()));
    int[] other = tokens.get(random.nextInt(tokens.size()));
    int[] first = one[0] <= other[0] ? one : other;
    int[] second = one[0] <= other[0] ? other : one;
    if (first[0] == second[0]) {
      return text.substring(0, first[0]) + text.substring(first[1]);
    }
    List<String> changed =
        change.of(text.substring(first[0], first[1]), text.substring(second[0], second[1]));
    return text.substring(0, first[0])
        + changed.get(0)
        + text.substring(first[1], second[0])
        + changed.get(1)
        + text.substring(second[1]);
  }

  private String withDigitChanged(String text) {
    List<int[]> digits = places(Pattern.compile("\\d"), text);
    if (digits.isEmpty()) {
      return text;
    }
    int at = digits.get(random.nextInt(digits.size()))[0];
    return text.substring(0, at) + random.nextInt(10) + text.substring(at + 1);
  }

  private String withNumber(String text) {
    List<int[]> numbers = places(NUMBER, text);
    if (numbers.isEmpty()) {
      return text;
    }
    int[] place = numbers.get(random.nextInt(numbers.size()));
    String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return text.substring(0, place[0]) + number + text.substring(place[1]);
  }

  private String withRandomBytes(String text) {
    StringBuilder bytes = new StringBuilder();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      bytes.append((char) random.nextInt(256));
    }
    return inserted(text, bytes.toString());
  }

  private String withBrackets(String text) {
    String bracket = random.nextBoolean() ? "{" : random.nextBoolean() ? "(" : "[";
    return inserted(text, bracket.repeat(random.nextBoolean() ? DEEP : random.nextInt(1, 5)));
  }

  private String inserted(String text, String piece) {
    int at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + piece + text.substring(at);
  }

  private static List<int[]> places(Pattern pattern, String text) {
    List<int[]> places = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    return places;
  }
}
