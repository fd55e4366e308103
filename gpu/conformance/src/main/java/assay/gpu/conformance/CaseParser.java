package assay.gpu.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one case file, line by line; what it does not understand it refuses. */
final class CaseParser {

  private static final int MAX_LANES = 1024;
  private static final String DEFAULT_VERSION = "8.0";
  private static final String DEFAULT_TARGET = "sm_80";
  private static final Pattern DIRECTIVE = Pattern.compile("// ([a-z]+): *(.*)");
  private static final Pattern SECTION = Pattern.compile("[0-9]+(\\.[0-9]+)+");
  private static final Pattern VERSION = Pattern.compile("[0-9]\\.[0-9]");
  private static final Pattern TARGET = Pattern.compile("sm_[0-9]{2,3}a?");
  private static final Set<String> HEADERS =
      Set.of("form", "isa", "ptx", "target", "module", "params");

  private final String file;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final List<String> body = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private List<Operand> inputs = List.of();
  private List<Operand> outputs = List.of();
  private String group = "";
  private int line;

  CaseParser(String file) {
    this.file = file;
  }

  ConformanceCase parse(String text) {
    for (String content : text.lines().toList()) {
      line++;
      take(content.stripTrailing());
    }
    requireWhole();
    return new ConformanceCase(
        file,
        header("form"),
        header("isa"),
        headers.getOrDefault("ptx", DEFAULT_VERSION),
        headers.getOrDefault("target", DEFAULT_TARGET),
        header("module"),
        inputs,
        outputs,
        String.join("\n", body),
        runs);
  }

  private void take(String content) {
    Matcher directive = DIRECTIVE.matcher(content);
    if (directive.matches()) {
      takeDirective(directive.group(1), directive.group(2));
    } else if (content.startsWith("//")) {
      group = content.substring(2).strip();
    } else if (!content.isBlank()) {
      takeBody(content);
    }
  }

  private void takeDirective(String key, String value) {
    if (key.equals("run")) {
      takeRun(value);
    } else if (!HEADERS.contains(key)) {
      throw refusal(
          "'%s' is no directive; allowed are form, isa, ptx, target, module, params, run", key);
    } else if (!body.isEmpty()) {
      throw refusal("'%s' must stand before the PTX text", key);
    } else if (headers.putIfAbsent(key, value) != null) {
      throw refusal("'%s' is given twice", key);
    } else {
      checkHeader(key, value);
    }
  }

  private void checkHeader(String key, String value) {
    switch (key) {
      case "isa" -> require(SECTION, value, "isa is '%s'; a section number is expected");
      case "ptx" -> require(VERSION, value, "ptx is '%s'; a version such as 8.0 is expected");
      case "module" ->
          require(Pattern.compile(".*;"), value, "module is '%s'; it must end with ';'");
      case "target" -> require(TARGET, value, "target is '%s'; sm_80 or the like is expected");
      case "params" -> takeParams(value);
      default ->
          require(Pattern.compile("[a-z][^ ]*"), value, "form is '%s'; one word is expected");
    }
  }

  private void takeParams(String value) {
    String[] sides = value.split("->", -1);
    if (sides.length != 2) {
      throw refusal("params is '%s'; expected are inputs -> outputs", value);
    }
    try {
      inputs = Operands.parse(sides[0]);
      outputs = Operands.parse(sides[1]);
      Operands.requireDistinct(inputs, outputs);
    } catch (IllegalArgumentException problem) {
      throw refusal("%s", String.valueOf(problem.getMessage()));
    }
  }

  private void takeBody(String content) {
    if (!runs.isEmpty()) {
      throw refusal("PTX text must stand before the run lines");
    }
    body.add(content);
  }

  private void takeRun(String value) {
    if (body.isEmpty() || !headers.containsKey("params")) {
      throw refusal("run lines must follow the params line and the PTX text");
    }
    try {
      runs.add(RunLine.parse(value, line, group, inputs, outputs));
    } catch (IllegalArgumentException problem) {
      throw refusal("%s", String.valueOf(problem.getMessage()));
    }
  }

  private void requireWhole() {
    for (String key : List.of("form", "isa", "params")) {
      if (!headers.containsKey(key)) {
        throw refusal("the '%s' line is missing", key);
      }
    }
    if (runs.isEmpty() || runs.size() > MAX_LANES) {
      throw refusal("there are %d run lines; 1 to %d are allowed", runs.size(), MAX_LANES);
    }
    requireInBody(header("form"));
    outputs.forEach(output -> requireInBody(output.name()));
    inputs.forEach(input -> requireInBody(input.name()));
  }

  private void requireInBody(String word) {
    Pattern whole = Pattern.compile("(?<![\\w.%:])" + Pattern.quote(word) + "(?![\\w.:])");
    if (!whole.matcher(String.join("\n", body)).find()) {
      throw refusal("the PTX text does not use '%s'", word);
    }
  }

  private String header(String key) {
    return headers.getOrDefault(key, "");
  }

  private void require(Pattern pattern, String value, String problem) {
    if (!pattern.matcher(value).matches()) {
      throw refusal(problem, value);
    }
  }

  private MalformedCase refusal(String problem, Object... values) {
    return new MalformedCase(file, line, problem.formatted(values));
  }
}
