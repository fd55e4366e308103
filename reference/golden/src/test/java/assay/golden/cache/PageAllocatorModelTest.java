package assay.golden.cache;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The allocator against a naive model, and planted bugs that the same operations find. */
final class PageAllocatorModelTest {

  private static final int OPERATIONS = 4000;
  private static final int PAGES = RandomOperations.pages();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithTheNaiveModel(long seed) {
    RandomOperations.honest(seed).run(OPERATIONS);
  }

  @Test
  void theOperationsReachWhatTheyAreFor() {
    RandomOperations operations = RandomOperations.honest(6);
    operations.run(OPERATIONS);
    PageStatistics statistics = operations.statistics();
    assertTrue(statistics.copiedPages() > 0 && statistics.reusedPages() > 0);
    assertTrue(operations.refusals() > 0 && statistics.highWaterPages() == PAGES);
  }

  /** An allocator that is wrong in one way. */
  record Bug(String name, RandomOperations operations) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bug> bugs() {
    return Stream.of(
        new Bug("double free", RandomOperations.with(1, new DoubleFree())),
        new Bug("free while shared", RandomOperations.with(1, new FreeWhileShared())),
        new Bug("no copy on write", RandomOperations.with(1, new NoCopyOnWrite())),
        new Bug("leaked page", RandomOperations.with(1, new LeakedPage())),
        new Bug("forgotten reference", RandomOperations.with(1, new ForgottenReference())),
        new Bug(
            "stale length",
            new RandomOperations(
                1,
                new PageCounts(PAGES),
                (memory, counts, room) -> new StaleLength(memory, counts, room))),
        new Bug("copy of one layer", oneLayerCopied()));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aPlantedBugIsFound(Bug bug) {
    assertThrows(Throwable.class, () -> bug.operations().run(OPERATIONS));
  }

  private static RandomOperations oneLayerCopied() {
    return new RandomOperations(
        1,
        new PageCounts(PAGES),
        (memory, counts, room) ->
            new PageAllocator(
                RandomOperations.LAYOUT, new FirstLayerOnly(memory.bytes()), counts, room));
  }

  /** A freed page is put on the list twice. */
  private static final class DoubleFree extends PageCounts {
    private boolean done;

    DoubleFree() {
      super(PAGES);
    }

    @Override
    void free(int page) {
      super.free(page);
      if (!done && free() < PAGES) {
        done = true;
        super.free(page);
      }
    }
  }

  /** The first owner to end takes its pages along. */
  private static final class FreeWhileShared extends PageCounts {
    FreeWhileShared() {
      super(PAGES);
    }

    @Override
    void release(int page) {
      boolean shared = isShared(page);
      super.release(page);
      if (shared && used() > 0) {
        free(page);
      }
    }
  }

  /** A shared last page is written to as if it were not. */
  private static final class NoCopyOnWrite extends PageCounts {
    NoCopyOnWrite() {
      super(PAGES);
    }

    @Override
    boolean isShared(int page) {
      return false;
    }
  }

  /** Every third freed page is lost. */
  private static final class LeakedPage extends PageCounts {
    private int freed;

    LeakedPage() {
      super(PAGES);
    }

    @Override
    void free(int page) {
      if (++freed % 3 != 0) {
        super.free(page);
      }
    }
  }

  /** A fork does not count as an owner. */
  private static final class ForgottenReference extends PageCounts {
    ForgottenReference() {
      super(PAGES);
    }

    @Override
    void addReference(int page) {}
  }

  /** A token that fills its page does not count. */
  private static final class StaleLength extends PageAllocator {
    StaleLength(PageMemory memory, PageCounts counts, int pagesPerSequence) {
      super(RandomOperations.LAYOUT, memory, counts, pagesPerSequence);
    }

    @Override
    void setLength(PagedSequence sequence, int tokens) {
      if (tokens % RandomOperations.LAYOUT.pageSize() != 0) {
        super.setLength(sequence, tokens);
      }
    }
  }

  /** Copies a page in the first layer alone. */
  private static final class FirstLayerOnly extends PageMemory {
    FirstLayerOnly(MemorySegment bytes) {
      super(RandomOperations.LAYOUT, bytes);
    }

    @Override
    void copy(int from, int to) {
      MemorySegment.copy(page(0, from), 0, page(0, to), 0, RandomOperations.LAYOUT.pageBytes());
    }
  }
}
