package assay.gpu.mutation;

import assay.gpu.ptx.PtxFunction;
import assay.gpu.ptx.PtxModule;
import java.util.ArrayList;
import java.util.List;

/** The text of one entry of a module: every line where it was, those of other entries empty. */
public final class EntryText {

  private EntryText() {}

  /**
   * {@code entry} of {@code ptx}, with what all entries share.
   *
   * @throws IllegalArgumentException if another entry does not end with a line of its own, {@code
   *     }}
   * @throws assay.gpu.ptx.PtxSyntaxError if {@code ptx} is none
   */
  public static String alone(String ptx, String entry) {
    List<String> lines = new ArrayList<>(List.of(ptx.split("\n", -1)));
    for (PtxFunction function : PtxModule.parse(ptx).functions()) {
      if (function.entry() && !function.name().equals(entry)) {
        clear(lines, function);
      }
    }
    return String.join("\n", lines);
  }

  private static void clear(List<String> lines, PtxFunction function) {
    int last = function.body().isEmpty() ? function.line() : function.body().getLast().line();
    int end = lines.subList(last, lines.size()).indexOf("}") + last;
    if (end < last) {
      throw new IllegalArgumentException(
          "entry %s ends with no line of its own".formatted(function.name()));
    }
    lines.subList(function.line() - 1, end + 1).replaceAll(line -> "");
  }
}
