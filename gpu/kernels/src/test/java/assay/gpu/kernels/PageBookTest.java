package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.kernels.PageBook.Copier;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What sequences of a book hold is what was written to them; wrong books are seen to be wrong. */
final class PageBookTest {

  private static final int SEEDS = 20;

  /** Planted in the pages, or in how they are copied. */
  private enum Bug {
    FREED_WHILE_SHARED(pages -> new CountedPages(pages) {
      @Override
      void release(int page) {
        free(page);
      }
    }),
    FREED_TWICE(pages -> new CountedPages(pages) {
      @Override
      void release(int page) {
        boolean last = !isShared(page);
        super.release(page);
        if (last && used() > 0) {
          free(page);
        }
      }
    }),
    HANDED_OUT_TWICE(pages -> new CountedPages(pages) {
      @Override
      int take() {
        int page = super.take();
        if (unused() > 0 && page % 5 == 4) {
          free(page);
        }
        return page;
      }
    }),
    SHARED_UNCOUNTED(pages -> new CountedPages(pages) {
      @Override
      void refer(int page) {}
    }),
    NEVER_FREED(pages -> new CountedPages(pages) {
      @Override
      void release(int page) {}
    }),
    NOTHING_COPIED(CountedPages::new) {
      @Override
      Copier copier(Copier right) {
        return (from, to, slots) -> {};
      }
    },
    ONE_SLOT_NOT_COPIED(CountedPages::new) {
      @Override
      Copier copier(Copier right) {
        return (from, to, slots) -> right.copy(from, to, slots - 1);
      }
    };

    private final Function<Integer, CountedPages> pages;

    Bug(Function<Integer, CountedPages> pages) {
      this.pages = pages;
    }

    Copier copier(Copier right) {
      return right;
    }
  }

  @Test
  void sequencesHoldWhatWasWrittenToThem() {
    for (long seed = 0; seed < SEEDS; seed++) {
      new WrittenPages(seed, CountedPages::new, copier -> copier).run();
    }
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void aPlantedBugIsSeen(Bug bug) {
    assertThrows(
        AssertionError.class,
        () -> LongStream.range(0, SEEDS)
            .forEach(seed -> new WrittenPages(seed, bug.pages, bug::copier).run()),
        bug::name);
  }
}
