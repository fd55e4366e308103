package assay.golden.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random operations on an allocator and on {@link NaiveCache}; after each one both must agree, and
 * every token must still read the stamp that was written for it.
 */
final class RandomOperations {

  private static final int LAYERS = 2;
  private static final int PAGE_SIZE = 4;
  private static final int PAGES = 24;
  private static final int PAGES_PER_SEQUENCE = 9;
  private static final int MOST_SEQUENCES = 8;

  static final PageLayout LAYOUT = PageLayout.dense(LAYERS, PAGE_SIZE, Long.BYTES);

  private final RandomGenerator random;
  private final PageCounts counts;
  private final PageAllocator allocator;
  private final NaiveCache naive = new NaiveCache(PAGE_SIZE, PAGES);
  private final List<PagedSequence> sequences = new ArrayList<>();
  private long stamp;
  private int refusals;

  /** What is put together from the parts of one allocator. */
  interface Assembly {
    PageAllocator allocator(PageMemory memory, PageCounts counts, int pagesPerSequence);
  }

  RandomOperations(long seed, PageCounts counts, Assembly assembly) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.counts = counts;
    MemorySegment bytes = MemorySegment.ofArray(new byte[(int) LAYOUT.bytes(PAGES)]);
    this.allocator = assembly.allocator(new PageMemory(LAYOUT, bytes), counts, PAGES_PER_SEQUENCE);
  }

  /** The allocator as it is. */
  static RandomOperations honest(long seed) {
    return with(seed, new PageCounts(PAGES));
  }

  /** With other bookkeeping. */
  static RandomOperations with(long seed, PageCounts counts) {
    return new RandomOperations(
        seed, counts, (memory, book, room) -> new PageAllocator(LAYOUT, memory, book, room));
  }

  static int pages() {
    return PAGES;
  }

  /** How often the pool was too small. */
  int refusals() {
    return refusals;
  }

  PageStatistics statistics() {
    return allocator.statistics();
  }

  /** Runs and checks {@code operations}, then ends every sequence: nothing may stay in use. */
  void run(int operations) {
    for (int i = 0; i < operations; i++) {
      step();
      check();
    }
    while (!sequences.isEmpty()) {
      free();
      check();
    }
    assertEquals(PAGES, allocator.statistics().freePages());
    assertEquals(0, allocator.statistics().bytesLive());
  }

  private void step() {
    int choice = random.nextInt(20);
    if (sequences.isEmpty() || (choice == 0 && sequences.size() < MOST_SEQUENCES)) {
      sequences.add(allocator.allocate());
      naive.allocate();
    } else if (choice <= 2 && sequences.size() < MOST_SEQUENCES) {
      share();
    } else if (choice <= 4) {
      free();
    } else {
      grow(choice == 5 ? random.nextInt(2 * PAGE_SIZE) : 1);
    }
  }

  private void share() {
    int from = random.nextInt(sequences.size());
    int length = sequences.get(from).length();
    int tokens = random.nextBoolean() ? length : random.nextInt(length + 1);
    sequences.add(
        tokens == length
            ? allocator.fork(sequences.get(from))
            : allocator.share(sequences.get(from), tokens));
    naive.share(naive.sequences().get(from), tokens);
  }

  private void free() {
    int which = random.nextInt(sequences.size());
    allocator.free(sequences.remove(which));
    naive.free(naive.sequences().get(which));
  }

  private void grow(int tokens) {
    int which = random.nextInt(sequences.size());
    PagedSequence sequence = sequences.get(which);
    NaiveCache.Sequence twin = naive.sequences().get(which);
    if (twin.stamps.size() + tokens > PAGES_PER_SEQUENCE * PAGE_SIZE) {
      assertThrows(IllegalArgumentException.class, () -> allocator.grow(sequence, tokens));
    } else if (naive.needed(twin, tokens) > naive.freePages()) {
      refusals++;
      PoolExhausted refused =
          assertThrows(PoolExhausted.class, () -> allocator.grow(sequence, tokens));
      assertEquals(naive.needed(twin, tokens), refused.needed());
      assertEquals(naive.freePages(), refused.free());
    } else {
      allocator.grow(sequence, tokens);
      for (int i = 0; i < tokens; i++) {
        naive.append(twin, ++stamp);
        write(sequence, twin.stamps.size() - 1, stamp);
      }
    }
  }

  private void write(PagedSequence sequence, int t, long value) {
    for (int layer = 0; layer < LAYERS; layer++) {
      slot(sequence, layer, t).set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value + layer);
    }
  }

  private MemorySegment slot(PagedSequence sequence, int layer, int t) {
    MemorySegment page = allocator.page(sequence, layer, t);
    return page.asSlice((long) t % PAGE_SIZE * Long.BYTES, Long.BYTES);
  }

  private void check() {
    for (int i = 0; i < sequences.size(); i++) {
      checkTokens(sequences.get(i), naive.sequences().get(i).stamps);
    }
    checkOwners();
    PageStatistics actual = allocator.statistics();
    assertEquals(sequences.size(), actual.sequences());
    assertEquals(naive.freePages(), actual.freePages());
    assertEquals(naive.sharedPages(), actual.sharedPages());
    assertEquals(naive.liveSlots() * LAYERS * Long.BYTES, actual.bytesLive());
    assertTrue(actual.highWaterPages() >= actual.usedPages());
  }

  private void checkTokens(PagedSequence sequence, List<Long> stamps) {
    assertEquals(stamps.size(), sequence.length());
    for (int t = 0; t < stamps.size(); t++) {
      for (int layer = 0; layer < LAYERS; layer++) {
        long actual = slot(sequence, layer, t).get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        assertEquals(stamps.get(t) + layer, actual);
      }
    }
  }

  /**
   * Reference counts are the owners counted; a page of two sequences holds what both began with.
   */
  private void checkOwners() {
    Map<Integer, Integer> owners = new HashMap<>();
    for (PagedSequence sequence : sequences) {
      Set<Integer> own = new HashSet<>();
      for (int i = 0; i < sequence.pageCount(); i++) {
        assertTrue(own.add(sequence.page(i)), "a page twice in one sequence");
        owners.merge(sequence.page(i), 1, Integer::sum);
      }
    }
    owners.forEach((page, count) -> assertEquals(count, counts.references(page)));
    assertEquals(owners.size(), counts.used());
  }
}
