package assay.verify;

import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Problems made from problems, and where the rows of one are in the other. */
final class PagedMlaDecodeTransform {

  private static final int NEW_PAGES = 3;

  private PagedMlaDecodeTransform() {}

  /** The same keys, each page somewhere else in a larger pool. */
  static Problem relocatePages(Problem problem, long seed) {
    PagedLatentCache old = problem.cache();
    long pageBytes = old.bytesPerPage();
    int[] moved = randomOrder(old.pages() + NEW_PAGES, seed);
    MemorySegment pool =
        LatentSlots.pool(old.layout(), old.pageSize(), moved.length, LatentSlots.NAN);
    for (int page = 0; page < old.pages(); page++) {
      MemorySegment.copy(old.bytes(), page * pageBytes, pool, moved[page] * pageBytes, pageBytes);
    }
    int[] table =
        Arrays.stream(old.pageTable())
            .map(page -> page >= 0 && page < old.pages() ? moved[page] : page)
            .toArray();
    return problem.withCache(old.withPool(pool, table));
  }

  /** Sequence i of the new problem is sequence {@code order[i]} of the old. */
  static Problem permuteBatch(Problem problem, int[] order) {
    PagedLatentCache old = problem.cache();
    int entries = old.pagesPerSequence();
    int[] table = new int[order.length * entries];
    int[] lengths = new int[order.length];
    for (int b = 0; b < order.length; b++) {
      System.arraycopy(old.pageTable(), order[b] * entries, table, b * entries, entries);
      lengths[b] = old.lengths()[order[b]];
    }
    Elements query = gather(problem, batchRows(problem, order));
    return problem.withCache(old.withSequences(table, lengths)).withQuery(query, problem.scale());
  }

  /** Head i of the new problem is head {@code order[i]} of the old. */
  static Problem permuteHeads(Problem problem, int[] order) {
    return problem.withQuery(gather(problem, headRows(problem, order)), problem.scale());
  }

  /** Row i of a batch in this order is this row of the original. */
  static IntUnaryOperator batchRows(Problem problem, int[] order) {
    int rows = problem.queryTokens() * problem.heads();
    return row -> order[row / rows] * rows + row % rows;
  }

  /** Row i of heads in this order is this row of the original. */
  static IntUnaryOperator headRows(Problem problem, int[] order) {
    int heads = problem.heads();
    return row -> row / heads * heads + order[row % heads];
  }

  /** Whatever must not be read holds {@code filler}, and page index 0, or one far off with it. */
  static Problem replaceUnread(Problem problem, byte filler) {
    PagedLatentCache old = problem.cache();
    MemorySegment pool = LatentSlots.pool(old.layout(), old.pageSize(), old.pages(), filler);
    int[] table = new int[old.pageTable().length];
    Arrays.fill(table, filler == 0 ? 0 : ChosenPages.ABSURD_PAGE);
    for (int b = 0; b < old.batch(); b++) {
      int row = b * old.pagesPerSequence();
      int used = Math.ceilDiv(old.lengths()[b], old.pageSize());
      System.arraycopy(old.pageTable(), row, table, row, used);
    }
    for (int slot : visibleSlots(old)) {
      LatentSlots.copy(old, slot, pool, old.pageSize(), slot);
    }
    return problem.withCache(old.withPool(pool, table));
  }

  /**
   * Every second sequence has its first page for all of its pages, and the others have those of the
   * longest.
   */
  static Problem sharePages(Problem problem) {
    PagedLatentCache old = problem.cache();
    int entries = old.pagesPerSequence();
    int longest = 0;
    for (int b = 1; b < old.batch(); b++) {
      longest = old.lengths()[b] > old.lengths()[longest] ? b : longest;
    }
    int[] table = old.pageTable().clone();
    for (int b = 0; b < old.batch(); b++) {
      int used = Math.ceilDiv(old.lengths()[b], old.pageSize());
      for (int i = 0; i < used; i++) {
        int source = b % 2 == 0 ? b * entries : longest * entries + i;
        table[b * entries + i] = old.pageTable()[source];
      }
    }
    return problem.withCache(old.withSequences(table, old.lengths()));
  }

  /** Every score is the same number, every value twice what it was. */
  static Problem doubleCacheHalveScale(Problem problem) {
    PagedLatentCache doubled = DoubledCache.of(problem.cache(), visibleSlots(problem.cache()));
    return problem.withCache(doubled).withQuery(problem.query(), problem.scale() / 2);
  }

  /** Every slot that a sequence has a key in, as often as one has. */
  static int[] visibleSlots(PagedLatentCache cache) {
    return IntStream.range(0, cache.batch())
        .flatMap(
            b -> IntStream.range(0, cache.lengths()[b]).map(t -> Math.toIntExact(cache.slot(b, t))))
        .toArray();
  }

  static int[] randomOrder(int size, long seed) {
    int[] order = IntStream.range(0, size).toArray();
    PagedMlaDecodeData.shuffle(order, new SplittableRandom(seed));
    return order;
  }

  private static Elements gather(Problem problem, IntUnaryOperator source) {
    int[] rows = IntStream.range(0, problem.rows()).map(source).toArray();
    return ElementRows.gather(problem.query(), problem.width(), rows);
  }
}
