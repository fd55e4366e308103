package assay.gpu.mutation;

import java.util.List;

/**
 * One way to damage an instruction.
 *
 * @param after what is executed in its place, for people
 */
record Change(MutationKind kind, String after, List<LineEdit> edits) {

  Change {
    edits = List.copyOf(edits);
  }

  /** Other instructions on the line of {@code site}. */
  static Change replace(MutationKind kind, Site site, String instructions) {
    String line = site.statement().line(instructions);
    return new Change(kind, instructions, List.of(new LineEdit(site.line(), line)));
  }

  static Change replace(MutationKind kind, Site site, Statement other) {
    return replace(kind, site, other.instruction());
  }

  static Change drop(MutationKind kind, Site site) {
    return replace(kind, site, "");
  }
}
