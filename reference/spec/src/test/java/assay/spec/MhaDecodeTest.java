package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MhaDecode.Problem;
import org.junit.jupiter.api.Test;

class MhaDecodeTest {

  private static final PageTable TABLE = new PageTable(4, 3, 2, new int[] {2, 0}, new int[] {6});

  @Test
  void keysAndValues_areFoundThroughThePageTable() {
    Problem problem = problem(6, 2, 6 * 5);
    assertEquals(2 * 4, TABLE.slot(0, 0));
    assertEquals((1 * 2 + 1) * 5, problem.keyOffset(0, 5, 1));
    assertEquals((1 * 2 + 1) * 7, problem.valueOffset(0, 5, 1));
    assertEquals(3, problem.groupSize());
  }

  @Test
  void contiguousCaches_areOnePageForEachSequence() {
    PageTable table = PageTable.contiguous(10, 3, 10, 0);
    assertEquals(30, table.slots());
    assertEquals(19, table.slot(1, 9));
    refused("lengths[0] is 11; the page table has room for 10", () -> PageTable.contiguous(10, 11));
  }

  @Test
  void shapes_mustAgree() {
    refused("heads is 5; it must be a multiple of keyValueHeads, 2", () -> problem(5, 2, 5 * 5));
    refused("query has 29 elements; its shape holds 30", () -> problem(6, 2, 29));
    refused(
        "pageTable[0, 1] is 3; it must be in [0, 3)",
        () -> new PageTable(4, 3, 2, new int[] {2, 3}, new int[] {5}));
  }

  private static Problem problem(int heads, int keyValueHeads, int query) {
    int slots = (int) TABLE.slots() * keyValueHeads;
    return new Problem(
        1,
        heads,
        keyValueHeads,
        5,
        7,
        Elements.allocate(FloatFormat.FP16, query),
        TABLE,
        Elements.allocate(FloatFormat.FP16, slots * 5),
        Elements.allocate(FloatFormat.FP16, slots * 7),
        1,
        true);
  }
}
