package assay.gpu.mutation;

import assay.gpu.ptx.PtxFunction;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What reads each register of a function.
 *
 * @param names of instructions, by register, in the order of the text
 */
record Readers(Map<String, Set<String>> names) {

  private static final Pattern REGISTER = Pattern.compile("%\\w+");

  static Readers of(List<String> lines, PtxFunction function) {
    Map<String, Set<String>> names = new HashMap<>();
    for (int i = 0; i < function.body().size(); i++) {
      Site.of(lines, function, i)
          .map(Site::statement)
          .ifPresent(statement ->
              reads(statement)
                  .flatMap(text -> REGISTER.matcher(text).results())
                  .forEach(found ->
                      names
                          .computeIfAbsent(found.group(), register -> new LinkedHashSet<>())
                          .add(statement.name())));
    }
    return new Readers(names);
  }

  /** Its guard, and its operands but for the first where that is a result. */
  private static Stream<String> reads(Statement statement) {
    boolean stores = statement.isA("st") || statement.isA("cp") || statement.isA("bar");
    int first = stores || statement.isA("bra") ? 0 : 1;
    return Stream.concat(Stream.of(statement.guard()), statement.operands().stream().skip(first));
  }

  /** What reads the first register that {@code statement} writes; empty if nothing does. */
  String of(Statement statement) {
    String result = statement.operands().isEmpty() ? "" : statement.operands().getFirst();
    Matcher register = REGISTER.matcher(result);
    return register.find() ? String.join(" ", names.getOrDefault(register.group(), Set.of())) : "";
  }
}
