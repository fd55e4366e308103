package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class PagedLatentCacheTest {

  private static PagedLatentCache cache(int[] table, int... lengths) {
    return PagedLatentCache.ofBFloat16(2, 3, new short[4 * 2 * 3], 2, table, lengths);
  }

  @Test
  void keysLieWhereThePageTableSays() {
    PagedLatentCache cache = cache(new int[] {3, 0, 1, -7}, 4, 2);
    assertEquals(3 * 2, cache.slot(0, 0));
    assertEquals(3 * 2 + 1, cache.slot(0, 1));
    assertEquals(0, cache.slot(0, 2));
    assertEquals(2 + 1, cache.slot(1, 1));
  }

  @Test
  void anEntryThatIsUsedMustBeAPage() {
    assertMessage("pageTable[0, 1] is 4; it must be in [0, 4)", () -> cache(new int[] {3, 4}, 3));
    assertMessage("pageTable[0, 0] is -1; it must be in [0, 4)", () -> cache(new int[] {-1, 0}, 1));
  }

  @Test
  void aLengthMustFitThePageTable() {
    assertMessage("lengths[0] is 5; the page table has room for 4", () -> cache(new int[2], 5));
    assertMessage("lengths[0] is -1; it must be at least 0", () -> cache(new int[2], -1));
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
