package assay.verify;

import assay.numerics.Elements;
import assay.spec.MhaDecode.Problem;
import assay.spec.PageTable;
import java.util.Arrays;

/** What a kernel of {@link assay.spec.MhaDecode} must not read. */
final class UnreadSlots {

  private UnreadSlots() {}

  /** Slots that no sequence reaches hold {@code filler}, and table entries lead nowhere. */
  static Problem replace(Problem problem, byte filler) {
    PageTable table = problem.table();
    boolean[] seen = new boolean[Math.toIntExact(table.slots())];
    int[] entries = table.entries().clone();
    for (int b = 0; b < table.batch(); b++) {
      for (int t = 0; t < table.lengths()[b]; t++) {
        seen[Math.toIntExact(table.slot(b, t))] = true;
      }
      int used = Math.ceilDiv(table.lengths()[b], table.pageSize());
      int row = b * table.pagesPerSequence();
      Arrays.fill(
          entries,
          row + used,
          row + table.pagesPerSequence(),
          filler == 0 ? 0 : ChosenPages.ABSURD_PAGE);
    }
    int groups = problem.keyValueHeads();
    Elements keys = replace(problem.keys(), groups * problem.keyWidth(), seen, filler);
    Elements values = replace(problem.values(), groups * problem.valueWidth(), seen, filler);
    return new Problem(
        problem.queryTokens(),
        problem.heads(),
        groups,
        problem.keyWidth(),
        problem.valueWidth(),
        problem.query(),
        new PageTable(
            table.pageSize(), table.pages(), table.pagesPerSequence(), entries, table.lengths()),
        keys,
        values,
        problem.scale(),
        problem.causal());
  }

  private static Elements replace(Elements source, int width, boolean[] seen, byte filler) {
    Elements copy = ElementRows.copy(source);
    long bytes = (long) width * source.format().bytes();
    for (int slot = 0; slot < seen.length; slot++) {
      if (!seen[slot]) {
        copy.segment().asSlice(slot * bytes, bytes).fill(filler);
      }
    }
    return copy;
  }
}
