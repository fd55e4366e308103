package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.OutOfDeviceMemory;
import assay.gpu.kernels.PageBook.Copier;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Random operations on a book whose pages lie in an array: each token is a number of its own, which
 * is written where the book says, and read there after every operation.
 */
final class WrittenPages {

  private static final int OPERATIONS = 300;
  private static final int PAGE_SIZE = 4;
  private static final int PAGES = 12;
  private static final int MOST_PAGES = 6;
  private static final int MOST_SEQUENCES = 6;

  /** A sequence and the tokens that it should have. */
  private record Written(CachedSequence sequence, List<Integer> tokens) {}

  private final SplittableRandom random;
  private final int[] slots = new int[PAGES * PAGE_SIZE];
  private final PageBook book;
  private final List<Written> live = new ArrayList<>();
  private int nextToken = 1;

  WrittenPages(
      long seed, Function<Integer, CountedPages> pages, UnaryOperator<Copier> copier) {
    this.random = new SplittableRandom(seed);
    this.book = new PageBook(PAGE_SIZE, pages.apply(PAGES), MOST_PAGES, copier.apply(this::copy));
  }

  void run() {
    for (int i = 0; i < OPERATIONS; i++) {
      change();
      check();
    }
    while (!live.isEmpty()) {
      free(live.getFirst());
    }
    assertEquals(PAGES, book.freePages());
  }

  private void change() {
    if (live.isEmpty()) {
      live.add(new Written(book.allocate(), new ArrayList<>()));
      return;
    }
    Written one = live.get(random.nextInt(live.size()));
    int what = random.nextInt(5);
    if (what == 0 || live.size() == MOST_SEQUENCES) {
      free(one);
    } else if (what == 1) {
      share(one);
    } else {
      grow(one, random.nextInt(2 * PAGE_SIZE));
    }
  }

  private void free(Written one) {
    book.free(one.sequence);
    live.remove(one);
  }

  private void share(Written one) {
    int tokens = random.nextInt(one.tokens.size() + 1);
    CachedSequence second = book.share(one.sequence, tokens);
    live.add(new Written(second, new ArrayList<>(one.tokens.subList(0, tokens))));
  }

  private void grow(Written one, int tokens) {
    if (one.tokens.size() + tokens > PAGE_SIZE * MOST_PAGES) {
      assertThrows(IllegalArgumentException.class, () -> book.grow(List.of(one.sequence), tokens));
      return;
    }
    try {
      book.grow(List.of(one.sequence), tokens);
    } catch (OutOfDeviceMemory full) {
      return;
    }
    for (int i = 0; i < tokens; i++) {
      slots[slot(one, one.tokens.size())] = nextToken;
      one.tokens.add(nextToken++);
    }
  }

  private void check() {
    for (Written one : live) {
      assertEquals(one.tokens.size(), one.sequence.length());
      for (int t = 0; t < one.tokens.size(); t++) {
        assertEquals(one.tokens.get(t), slots[slot(one, t)]);
      }
    }
    long distinct =
        live.stream()
            .flatMapToInt(one ->
                IntStream.range(0, one.sequence.pageCount())
                    .map(one.sequence::page))
            .distinct()
            .count();
    assertEquals(distinct, book.usedPages());
    assertTrue(distinct + book.freePages() == PAGES, "pages are lost");
  }

  private static int slot(Written one, int token) {
    return one.sequence.page(token / PAGE_SIZE) * PAGE_SIZE + token % PAGE_SIZE;
  }

  private void copy(int from, int to, int count) {
    System.arraycopy(slots, from * PAGE_SIZE, slots, to * PAGE_SIZE, count);
  }
}
