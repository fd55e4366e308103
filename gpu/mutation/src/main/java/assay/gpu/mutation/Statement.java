package assay.gpu.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instruction as text that has its line to itself.
 *
 * @param before what stands in front of it on its line: white space, an opening brace
 * @param guard such as {@code @%p1}; empty where everyone executes it
 * @param name the opcode with its modifiers
 * @param operands as written
 * @param after what stands behind its semicolon
 */
record Statement(String before, String guard, String name, List<String> operands, String after) {

  private static final Pattern FORM =
      Pattern.compile("^(\\s*(?:\\{\\s*)?)(@!?\\S+)?\\s*([a-z][\\w.:]*)([^;]*);([^;]*)$");

  /** Empty where the line holds something else, or more than one instruction. */
  static Optional<Statement> of(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String guard = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(
        new Statement(
            matcher.group(1),
            guard,
            matcher.group(3),
            operands(matcher.group(4).strip()),
            matcher.group(5)));
  }

  /** Cut at the commas that stand outside of all brackets. */
  private static List<String> operands(String text) {
    List<String> operands = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += "[{(".indexOf(c) >= 0 ? 1 : "]})".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        operands.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (!text.isEmpty()) {
      operands.add(text.substring(start).strip());
    }
    return operands;
  }

  boolean isA(String opcode) {
    return name.equals(opcode) || name.startsWith(opcode + ".");
  }

  boolean has(String modifier) {
    return List.of(name.split("\\.")).contains(modifier);
  }

  /** The type at the end of its name. */
  String type() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  Statement named(String other) {
    return new Statement(before, guard, other, operands, after);
  }

  Statement guarded(String other) {
    return new Statement(before, other, name, operands, after);
  }

  Statement with(List<String> others) {
    return new Statement(before, guard, name, others, after);
  }

  Statement with(int index, String operand) {
    List<String> others = new ArrayList<>(operands);
    others.set(index, operand);
    return with(others);
  }

  Statement swapped(int first, int second) {
    return with(first, operands.get(second)).with(second, operands.get(first));
  }

  /** The instruction alone, spaced in one way. */
  String instruction() {
    String prefix = guard.isEmpty() ? "" : guard + " ";
    return (prefix + name + " " + String.join(", ", operands)).strip() + ";";
  }

  /** Its whole line. */
  String line() {
    return line(instruction());
  }

  /** Its whole line with {@code instructions} in its place. */
  String line(String instructions) {
    return before + instructions + after;
  }
}
