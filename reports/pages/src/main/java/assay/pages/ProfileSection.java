package assay.pages;

import assay.evidence.Evidence;
import assay.evidence.KernelProfile;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What kernels did, as the emulator counted it. */
final class ProfileSection {

  private static final List<String> COLUMNS = List.of("Figure", "Value", "Meaning");

  private ProfileSection() {}

  /** Nothing where no kernel was profiled. */
  static List<Section> of(List<Evidence> evidence) {
    List<Block> blocks = new ArrayList<>();
    for (Evidence line : evidence) {
      if (line instanceof KernelProfile profile) {
        blocks.add(figures(profile));
        blocks.add(executed(profile));
        blocks.add(never(profile));
      }
    }
    return blocks.isEmpty() ? List.of() : List.of(new Section("Profile", blocks));
  }

  private static Block figures(KernelProfile profile) {
    return new Block.Table(
        profile.kernel() + " on " + profile.problem(),
        COLUMNS,
        List.of(
            row("Active lanes", profile.activeLanes(), "per instruction, of 32"),
            row("Sectors per request", profile.sectorsPerRequest(), "of 32 bytes"),
            row("Sector excess", profile.sectorExcess(), "touched for each needed; at best 1"),
            row("Bank conflicts", profile.bankConflicts(), "turns for each needed; at best 1"),
            row("Waits", profile.waits(), "of a warp at a barrier"),
            row("Bytes moved", profile.bytesMoved(), "of global memory, in whole sectors"),
            row("Bytes floor", profile.bytesFloor(), "if each sector were moved once")));
  }

  private static Block executed(KernelProfile profile) {
    return new Block.Table(
        "Executed instructions, once per warp: " + Text.count(profile.warpInstructions()),
        List.of("Kind", "Instructions"),
        profile.executed().entrySet().stream()
            .map(kind -> List.of(Cell.of(kind.getKey()), Cell.count(kind.getValue())))
            .toList());
  }

  private static Block never(KernelProfile profile) {
    return new Block.Table(
        "Never executed: " + Text.count(profile.neverExecuted().size()),
        List.of("PTX line (CUDA line): instruction"),
        profile.neverExecuted().stream().map(line -> List.of(Cell.code(line))).toList());
  }

  private static List<Cell> row(String name, double value, String meaning) {
    String number = Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.2f", value);
    return List.of(Cell.of(name), Cell.number(number), Cell.of(meaning));
  }

  private static List<Cell> row(String name, long value, String meaning) {
    return List.of(Cell.of(name), Cell.count(value), Cell.of(meaning));
  }
}
