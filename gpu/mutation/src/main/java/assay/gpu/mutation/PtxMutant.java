package assay.gpu.mutation;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A kernel with one instruction damaged.
 *
 * @param kind what was done
 * @param entry the function that it was done to
 * @param before the instruction
 * @param after what stands in its place; empty where nothing does
 * @param occurrence how many mutants before it, in the text's order, are alike in all of these
 * @param line of the instruction in the PTX, from 1
 * @param source {@code file:line} of the CUDA source that it comes from
 * @param readers names of the instructions that read its result
 * @param edits to the text
 */
public record PtxMutant(
    MutationKind kind,
    String entry,
    String before,
    String after,
    int occurrence,
    int line,
    Optional<String> source,
    String readers,
    List<LineEdit> edits) {

  private static final Pattern NUMBER = Pattern.compile("(?<=%(?:rd|rs|r|f|p))\\d+");
  private static final Pattern LABEL = Pattern.compile("(?<=\\$L)__BB\\w+");

  public PtxMutant {
    edits = List.copyOf(edits);
  }

  /** Its name; it stays the same where other lines of the kernel change. */
  public String id() {
    return "%s %s: %s => %s #%d".formatted(kind.word(), entry, before, after, occurrence);
  }

  /**
   * What can be seen of it without its name: kind, entry, place in the CUDA source, instruction,
   * what stands in its place, and in brackets what reads the result. Registers have no numbers.
   */
  public String look() {
    String look =
        "%s %s %s: %s => %s [%s]"
            .formatted(kind.word(), entry, source.orElse("-"), before, after, readers);
    return NUMBER.matcher(look).replaceAll("");
  }

  /**
   * What it shares with those that only stand elsewhere: its look without labels. A compiler that
   * unrolls a loop makes many such.
   */
  public String group() {
    return LABEL.matcher(look()).replaceAll("");
  }

  /** The damaged text: all lines are where they were. */
  public String applyTo(String ptx) {
    String[] lines = ptx.split("\n", -1);
    for (LineEdit edit : edits) {
      lines[edit.line() - 1] = edit.text();
    }
    return String.join("\n", lines);
  }
}
