package assay.golden.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the allocator hands out, what it counts, and what it refuses. */
final class PageAllocatorTest {

  private static PageAllocator allocator(int pages) {
    PageLayout layout = PageLayout.dense(1, 4, 2);
    return PageAllocator.over(layout, MemorySegment.ofArray(new short[pages * 4]), 3);
  }

  @Test
  void thePageTableHasARowForEachSequence() {
    PageAllocator allocator = allocator(6);
    PagedSequence empty = allocator.allocate();
    PagedSequence five = allocator.allocate();
    allocator.grow(five, 5);
    List<PagedSequence> batch = List.of(five, empty);
    assertArrayEquals(new int[] {0, 1, -1, -1, -1, -1}, allocator.pageTable(batch));
    assertArrayEquals(new int[] {5, 0}, allocator.lengths(batch));
  }

  @Test
  void aForkCostsNothingUntilOneSideGrows() {
    PageAllocator allocator = allocator(6);
    PagedSequence first = allocator.allocate();
    allocator.grow(first, 6);
    PagedSequence second = allocator.fork(first);
    assertEquals(2, allocator.statistics().usedPages());
    assertEquals(2, allocator.statistics().sharedPages());
    allocator.grow(second, 1);
    assertEquals(3, allocator.statistics().usedPages());
    assertEquals(1, allocator.statistics().copiedPages());
    allocator.grow(first, 2);
    assertEquals(1, allocator.statistics().copiedPages());
  }

  @Test
  void aFullSharedPageIsNeverCopied() {
    PageAllocator allocator = allocator(6);
    PagedSequence first = allocator.allocate();
    allocator.grow(first, 8);
    PagedSequence second = allocator.share(first, 4);
    allocator.grow(first, 1);
    allocator.grow(second, 1);
    assertEquals(0, allocator.statistics().copiedPages());
    assertEquals(first.page(0), second.page(0));
  }

  @Test
  void freedPagesAreHandedOutAgain() {
    PageAllocator allocator = allocator(3);
    PagedSequence first = allocator.allocate();
    allocator.grow(first, 12);
    allocator.free(first);
    PagedSequence second = allocator.allocate();
    allocator.grow(second, 9);
    assertEquals(3, allocator.statistics().reusedPages());
    assertEquals(6, allocator.statistics().takenPages());
    assertEquals(3, allocator.statistics().highWaterPages());
    assertEquals(0, first.length());
  }

  @Test
  void whatCannotBeIsRefusedInASentence() {
    PageAllocator allocator = allocator(2);
    PagedSequence first = allocator.allocate();
    allocator.grow(first, 3);
    PagedSequence second = allocator.fork(first);
    allocator.grow(second, 0);
    refused("the pool has 1 free pages; 2 are needed", () -> allocator.grow(second, 2));
    refused(
        "a sequence of 3 tokens cannot grow by 10; the page table has room for 12",
        () -> allocator.grow(second, 10));
    refused("tokens is 4; it must be in [0, 3]", () -> allocator.share(first, 4));
    refused("tokens is -1; it must be at least 0", () -> allocator.grow(first, -1));
    allocator.free(first);
    refused("the sequence has been freed", () -> allocator.free(first));
    refused("the sequence has been freed", () -> allocator.grow(first, 1));
    refused("the sequence has been freed", () -> allocator.pageTable(List.of(first)));
    refused("the sequence belongs to another allocator", () -> allocator(1).fork(second));
    assertEquals(3, second.length());
  }

  @Test
  void memoryMustBeWholePages() {
    PageLayout layout = PageLayout.dense(2, 4, 8);
    MemorySegment odd = MemorySegment.ofArray(new byte[65]);
    refused(
        "memory has 65 bytes; it must be whole pages of 64 bytes, at most 2147483647 of them",
        () -> PageAllocator.over(layout, odd, 1));
    refused("pageBytes is 7; it must be at least 8", () -> new PageLayout(1, 4, 2, 7));
  }

  /** A length is an int, however much the page table has room for. */
  @Test
  void aLengthEndsBeforeItWraps(@TempDir Path folder) throws IOException {
    PageLayout layout = PageLayout.dense(1, 1 << 30, 1);
    try (Arena arena = Arena.ofConfined();
        FileChannel file =
            FileChannel.open(
                folder.resolve("pool"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, layout.bytes(3), arena);
      PageAllocator allocator = PageAllocator.over(layout, memory, 3);
      PagedSequence sequence = allocator.allocate();
      allocator.grow(sequence, Integer.MAX_VALUE);
      refused(
          "a sequence of 2147483647 tokens cannot grow by 1; "
              + "the page table has room for 2147483647",
          () -> allocator.grow(sequence, 1));
    }
  }

  /** Offsets past 2³¹: pages of a sparse file of 3 GiB, of which a few KiB exist. */
  @Test
  void aPoolMayExceedTwoGibibytes(@TempDir Path folder) throws IOException {
    PageLayout layout = PageLayout.dense(3, 64, 1 << 14);
    try (Arena arena = Arena.ofConfined();
        FileChannel file =
            FileChannel.open(
                folder.resolve("pool"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, layout.bytes(1024), arena);
      PageAllocator allocator = PageAllocator.over(layout, memory, 1024);
      PagedSequence sequence = allocator.allocate();
      allocator.grow(sequence, 1024 * 64 - 70);
      PagedSequence fork = allocator.fork(sequence);
      int last = sequence.length() - 1;
      allocator.page(sequence, 2, last).set(ValueLayout.JAVA_INT, 4, 17);
      allocator.grow(fork, 1);
      assertEquals(17, allocator.page(fork, 2, last).get(ValueLayout.JAVA_INT, 4));
      assertEquals(17, allocator.layer(2).get(ValueLayout.JAVA_INT, (1022L << 20) + 4));
      assertTrue(memory.byteSize() > Integer.MAX_VALUE);
    }
  }

  /** The figure of the design: under 2 % at 4 K tokens, page table included. */
  @ParameterizedTest
  @ValueSource(ints = {1152, 656, 576})
  void pagingCostsLessThanTwoPercentFromFourThousandTokensOn(int slotBytes) {
    PageLayout layout = PageLayout.dense(1, 64, slotBytes);
    int pages = 2 * 4096 / 64;
    PageAllocator allocator =
        PageAllocator.over(
            layout, MemorySegment.ofArray(new byte[(int) layout.bytes(pages)]), pages);
    PagedSequence sequence = allocator.allocate();
    allocator.grow(sequence, 4095);
    while (sequence.length() < pages * 64) {
      allocator.grow(sequence, 1);
      PageStatistics now = allocator.statistics();
      long table = (long) now.usedPages() * Integer.BYTES;
      assertEquals((long) sequence.length() * slotBytes, now.bytesLive());
      assertTrue(50 * (now.bytesHeld() + table - now.bytesLive()) < now.bytesLive());
    }
  }

  @Test
  void aShortSequenceCostsMoreThanTwoPercent() {
    PageAllocator allocator =
        PageAllocator.over(
            PageLayout.dense(1, 64, 8), MemorySegment.ofArray(new byte[64 * 8 * 4]), 4);
    allocator.grow(allocator.allocate(), 65);
    assertEquals(63 / 65.0, allocator.statistics().fragmentation());
    assertEquals(allocator.statistics().fragmentation(), allocator.statistics().overhead());
  }

  private static void refused(String sentence, Executable call) {
    assertEquals(sentence, assertThrows(RuntimeException.class, call).getMessage());
  }
}
