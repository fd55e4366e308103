package assay.gpu.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text after {@code run:}. */
final class RunLine {

  private static final Pattern LINE = Pattern.compile("(.*?)== *(.*?)(?: within (.*))?");
  private static final Pattern ULPS = Pattern.compile("([0-9]{1,6}) ulp");
  private static final Pattern POWER =
      Pattern.compile("2\\^(-?[0-9]+(?:\\.[0-9]+)?) (absolute|relative)");

  private RunLine() {}

  static Run parse(
      String text, int line, String group, List<Operand> inputs, List<Operand> outputs) {
    Matcher matcher = LINE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a run is inputs == outputs, not '%s'".formatted(text));
    }
    Optional<Bound> bound = Optional.ofNullable(matcher.group(3)).map(RunLine::bound);
    return new Run(
        line,
        group,
        inputs(words(matcher.group(1)), inputs),
        expectations(words(matcher.group(2)), outputs, bound));
  }

  private static List<Long> inputs(List<String> words, List<Operand> operands) {
    requireCount("input", words, operands);
    List<Long> bits = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      bits.add(Literal.bits(operands.get(i).type(), words.get(i)));
    }
    return bits;
  }

  private static List<Expectation> expectations(
      List<String> words, List<Operand> operands, Optional<Bound> bound) {
    requireCount("output", words, operands);
    List<Expectation> expected = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      expected.add(expectation(words.get(i), operands.get(i).type(), bound));
    }
    return expected;
  }

  private static Expectation expectation(String word, OperandType type, Optional<Bound> bound) {
    if (type.floating() && word.equals("nan")) {
      return new Expectation.AnyNan();
    }
    long bits = Literal.bits(type, word);
    if (bound.isEmpty()) {
      return new Expectation.Exactly(bits);
    }
    if (!type.isFinite(bits)) {
      throw new IllegalArgumentException("'within' needs a finite number of a floating type");
    }
    return new Expectation.Near(bits, bound.get());
  }

  private static Bound bound(String text) {
    Matcher ulps = ULPS.matcher(text);
    if (ulps.matches()) {
      return new Bound.Ulps(Long.parseLong(ulps.group(1)));
    }
    Matcher power = POWER.matcher(text);
    if (!power.matches()) {
      throw new IllegalArgumentException(
          "the bound is '%s'; allowed are N ulp, 2^N absolute, 2^N relative".formatted(text));
    }
    double exponent = Double.parseDouble(power.group(1));
    return power.group(2).equals("absolute")
        ? new Bound.Absolute(exponent)
        : new Bound.Relative(exponent);
  }

  private static void requireCount(String what, List<String> words, List<Operand> operands) {
    if (words.size() != operands.size()) {
      throw new IllegalArgumentException(
          "there are %d %s values, but the params line has %d"
              .formatted(words.size(), what, operands.size()));
    }
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : Arrays.asList(text.strip().split(" +"));
  }
}
