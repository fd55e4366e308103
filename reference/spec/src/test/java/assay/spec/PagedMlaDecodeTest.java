package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.numerics.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PagedMlaDecodeTest {

  private static final int PAGE_SIZE = 4;
  private static final int WIDTH = 6;
  private static final int PAGES = 3;

  @Test
  void slot_isFoundThroughThePageTable() {
    PagedLatentCache cache = cache(new int[] {2, 0}, 7);
    assertEquals(2 * PAGE_SIZE, cache.slot(0, 0));
    assertEquals(0 * PAGE_SIZE + 2, cache.slot(0, 6));
  }

  @Test
  void causalMask_endsAtTheNewestKeyAndQuery() {
    PagedMlaDecode.Problem problem = problem(2, 3, 5, true);
    assertEquals(3, problem.visible(0, 0));
    assertEquals(5, problem.visible(0, 2));
    assertEquals(0, problem(2, 3, 1, true).visible(0, 0));
    assertEquals(5, problem(2, 3, 5, false).visible(0, 0));
  }

  @Test
  void unusedTableEntries_mayBeAbsurd() {
    assertEquals(1, cache(new int[] {1, -7}, 4).batch());
  }

  @Test
  void pageIndexOutsideThePool_isRefused() {
    refused("pageTable[0, 1] is 3; it must be in [0, 3)", () -> cache(new int[] {0, 3}, 5));
    refused("pageTable[0, 0] is -1; it must be in [0, 3)", () -> cache(new int[] {-1, 0}, 1));
  }

  @Test
  void lengthOutsideTheTable_isRefused() {
    refused("lengths[0] is -1; it must be at least 0", () -> cache(new int[] {0, 1}, -1));
    refused("lengths[0] is 9; the page table has room for 8", () -> cache(new int[] {0, 1}, 9));
  }

  @Test
  void shapes_mustAgree() {
    refused("heads is 0; it must be at least 1", () -> problem(0, 1, 1, false));
    refused("queryTokens is 0; it must be at least 1", () -> problem(1, 0, 1, false));
    PagedLatentCache cache = cache(new int[] {0, 1}, 5);
    refused(
        "query has 5 elements; its shape holds 6",
        () -> new PagedMlaDecode.Problem(1, 1, 4, 2, query(5), cache, 1, false));
    refused(
        "cache width is 6; latent + rope is 8",
        () -> new PagedMlaDecode.Problem(1, 1, 4, 4, query(8), cache, 1, false));
    refused(
        "scale is NaN; it must be finite and positive",
        () -> new PagedMlaDecode.Problem(1, 1, 4, 2, query(6), cache, Float.NaN, false));
  }

  private static PagedMlaDecode.Problem problem(
      int heads, int queryTokens, int length, boolean causal) {
    Elements query = query(queryTokens * heads * WIDTH);
    PagedLatentCache cache = cache(new int[] {0, 1}, length);
    return new PagedMlaDecode.Problem(queryTokens, heads, 4, 2, query, cache, 1, causal);
  }

  private static PagedLatentCache cache(int[] table, int length) {
    short[] slots = new short[PAGES * PAGE_SIZE * WIDTH];
    return PagedLatentCache.ofBFloat16(
        PAGE_SIZE, WIDTH, slots, table.length, table, new int[] {length});
  }

  private static Elements query(int count) {
    return Elements.ofBFloat16(new short[count]);
  }

  private static void refused(String sentence, Executable executable) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
