package assay.gpu.conformance;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One side of a {@code params} line: {@code f32 %a, f32 %b}. */
final class Operands {

  private static final Pattern OPERAND = Pattern.compile("([a-z0-9]+) (%[a-z][a-z0-9]*)");
  private static final int MAX_COUNT = 16;

  private Operands() {}

  static List<Operand> parse(String side) {
    if (side.isBlank()) {
      return List.of();
    }
    return Arrays.stream(side.strip().split(" *, *", -1)).map(Operands::operand).toList();
  }

  private static Operand operand(String text) {
    Matcher matcher = OPERAND.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no operand; a type and a register are expected".formatted(text));
    }
    OperandType type =
        OperandType.of(matcher.group(1))
            .orElseThrow(
                () -> new IllegalArgumentException("'%s' is no type".formatted(matcher.group(1))));
    return new Operand(type, matcher.group(2));
  }

  static void requireDistinct(List<Operand> inputs, List<Operand> outputs) {
    if (outputs.isEmpty() || inputs.size() > MAX_COUNT || outputs.size() > MAX_COUNT) {
      throw new IllegalArgumentException(
          "there are %d inputs and %d outputs; 0 to %d and 1 to %d are allowed"
              .formatted(inputs.size(), outputs.size(), MAX_COUNT, MAX_COUNT));
    }
    Set<String> names = new HashSet<>(CaseKernel.RESERVED);
    inputs.forEach(operand -> requireNew(names, operand.name()));
    outputs.forEach(operand -> requireNew(names, operand.name()));
  }

  private static void requireNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("the register '%s' is already taken".formatted(name));
    }
  }
}
