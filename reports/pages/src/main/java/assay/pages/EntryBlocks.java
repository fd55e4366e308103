package assay.pages;

import assay.evidence.EntryChosen;
import java.util.List;

/** Which entries launchers took, and why. */
final class EntryBlocks {

  private EntryBlocks() {}

  /** Nothing where no launcher had a choice. */
  static List<Block> of(List<EntryChosen> entries) {
    return entries.isEmpty()
        ? List.of()
        : List.of(
            new Block.Table(
                "Entries that the launcher took",
                List.of("Kernel", "Entry", "Why", "Runs"),
                entries.stream().map(EntryBlocks::row).toList()));
  }

  private static List<Cell> row(EntryChosen chosen) {
    return List.of(
        Cell.of(chosen.subject()),
        Cell.code(chosen.entry()),
        Cell.of(chosen.reason()),
        Cell.count(chosen.runs()));
  }
}
