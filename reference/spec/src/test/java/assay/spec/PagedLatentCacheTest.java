package assay.spec;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aPoolIsWholePages() {
    int[] none = {};
    assertMessage(
        "bytes has 10 bytes; a page takes 12",
        () -> PagedLatentCache.ofBFloat16(2, 3, new short[5], 0, none, none));
  }

  /** A sparse file of 3 GiB: key 0 lies past 2 GiB. */
  @Test
  void aPoolMayBeLargerThanAnArray(@TempDir Path folder) throws IOException {
    try (FileChannel file = FileChannel.open(folder.resolve("pool"), CREATE, READ, WRITE);
        Arena arena = Arena.ofConfined()) {
      LatentLayout layout = DenseLayout.bFloat16(3, 1);
      long pages = (3L << 30) / layout.bytesPerPage(64);
      long bytes = pages * layout.bytesPerPage(64);
      MemorySegment pool = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
      int page = (int) pages - 1;
      int[] table = {page};
      PagedLatentCache cache = new PagedLatentCache(64, layout, pool, 1, table, new int[] {2});
      assertEquals(page * 64L + 1, cache.slot(0, 1));
      cache.elements().set(cache.slot(0, 1) * 4 + 3, 5);
      assertArrayEquals(new double[] {0, 0, 0, 5}, cache.read(0, 1));
      assertEquals(5, new Elements(FloatFormat.BF16, pool).get(bytes / 2 - 62 * 4 - 1));
    }
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
