package assay.gpu.jcuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What NVIDIA's PTX assembler prints, inside the driver and outside. */
final class AssemblerLog {

  private static final Pattern PROBLEM = Pattern.compile("\\b(error|fatal)\\s*:");
  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '([^']+)'");
  private static final Pattern PROPERTIES = Pattern.compile("Function properties for (\\S+)");
  private static final Pattern STACK = Pattern.compile("(\\d+) bytes stack frame");
  private static final Pattern SPILL_STORES = Pattern.compile("(\\d+) bytes spill stores");
  private static final Pattern SPILL_LOADS = Pattern.compile("(\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+)(?:\\+\\d+)? bytes smem");

  private AssemblerLog() {}

  /** The lines that name an error; {@code otherwise} if there is none. */
  static List<String> problems(String log, String otherwise) {
    List<String> errors =
        log.replace("\0", "")
            .lines()
            .filter(line -> PROBLEM.matcher(line).find())
            .filter(line -> !line.contains("aborted due to errors"))
            .map(line -> line.replaceFirst("^ptxas ", "").strip())
            .toList();
    return errors.isEmpty() ? List.of(otherwise) : errors;
  }

  /** The figures of each entry, in the order of the log. */
  static List<AssembledEntry> entries(String log) {
    Map<String, String> sections = new LinkedHashMap<>();
    String current = "";
    for (String line : log.lines().toList()) {
      current = found(ENTRY, line, found(PROPERTIES, line, current));
      if (ENTRY.matcher(line).find()) {
        sections.put(current, "");
      }
      sections.computeIfPresent(current, (name, text) -> text + line + "\n");
    }
    List<AssembledEntry> entries = new ArrayList<>();
    sections.forEach((name, text) -> entries.add(entry(name, text)));
    return entries;
  }

  private static AssembledEntry entry(String name, String text) {
    return new AssembledEntry(
        name,
        number(REGISTERS, text),
        number(SPILL_STORES, text),
        number(SPILL_LOADS, text),
        number(SHARED, text),
        number(STACK, text));
  }

  private static int number(Pattern pattern, String text) {
    return Integer.parseInt(found(pattern, text, "0"));
  }

  private static String found(Pattern pattern, String text, String otherwise) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
