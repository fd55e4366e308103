package assay.gpu.emulator;

import assay.gpu.emulator.execute.InstructionSet;
import assay.gpu.emulator.load.Forms;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page that lists what the emulator executes, printed from the table it executes by. */
public final class SubsetPage {

  private SubsetPage() {}

  /** The page in Markdown. */
  public static String markdown() {
    Forms forms = InstructionSet.forms();
    Map<String, List<Forms.Entry>> byOpcode =
        forms.entries().stream()
            .collect(Collectors.groupingBy(SubsetPage::opcode, TreeMap::new, Collectors.toList()));
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # What the emulator executes

        %d forms of PTX instructions, printed from the emulator's own table. A pattern with braces stands for one
        form per alternative. Cache hints, `.volatile` and the memory-order modifiers of loads, stores and atomics are
        accepted and change no value. Calls are inlined, so recursion and indirect calls are refused; `call.vprintf` and
        `call.__assertfail` stand for calls of `printf` and `assert`, which the GPU brings itself. Anything not listed is
        refused when a module is loaded, by name and line: `wgmma`, `mbarrier`, bulk copies, textures, clusters and 32-bit
        addresses among them.

        | opcode | forms | PTX ISA |
        |---|---|---|
        """
            .formatted(forms.names().size()));
    byOpcode.forEach(
        (opcode, entries) -> entries.forEach(entry -> page.append(row(opcode, entry))));
    return page.toString();
  }

  /** The part of a pattern before its first modifier, for grouping. */
  private static String opcode(Forms.Entry entry) {
    String pattern = entry.pattern();
    return pattern.startsWith("{")
        ? pattern.replaceAll("^\\{(\\w+).*", "$1")
        : pattern.replaceFirst("[.{].*", "");
  }

  private static String row(String opcode, Forms.Entry entry) {
    return "| %s | `%s` | %s |\n".formatted(opcode, entry.pattern(), entry.section());
  }
}
