package assay.verify;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Problems made from problems, and results put back in the first one's order. */
final class PagedMlaDecodeTransform {

  private static final int NEW_PAGES = 3;

  private PagedMlaDecodeTransform() {}

  /** The same keys, each page somewhere else in a larger pool. */
  static Problem relocatePages(Problem problem, long seed) {
    PagedLatentCache old = problem.cache();
    long pageBytes = old.bytesPerPage();
    int[] moved = randomOrder(old.pages() + NEW_PAGES, seed);
    MemorySegment pool = filled(moved.length * pageBytes, BFloat16.NAN);
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
    Elements query = gather(problem, problem.rows(), batchRows(problem, order));
    return problem.withCache(old.withSequences(table, lengths)).withQuery(query, problem.scale());
  }

  /** Head i of the new problem is head {@code order[i]} of the old. */
  static Problem permuteHeads(Problem problem, int[] order) {
    Elements query = gather(problem, problem.rows(), headRows(problem, order));
    return problem.withQuery(query, problem.scale());
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

  /** Whatever must not be read holds {@code filler} instead of poison, and page index 0. */
  static Problem replaceUnread(Problem problem, short filler) {
    PagedLatentCache old = problem.cache();
    MemorySegment pool = filled(old.bytes().byteSize(), filler);
    long bytes = old.layout().bytesPerToken();
    int[] table = new int[old.pageTable().length];
    for (int b = 0; b < old.batch(); b++) {
      int row = b * old.pagesPerSequence();
      int used = Math.ceilDiv(old.lengths()[b], old.pageSize());
      System.arraycopy(old.pageTable(), row, table, row, used);
      for (int t = 0; t < old.lengths()[b]; t++) {
        long slot = old.slot(b, t) * bytes;
        MemorySegment.copy(old.bytes(), slot, pool, slot, bytes);
      }
    }
    return problem.withCache(old.withPool(pool, table));
  }

  /** Query token {@code s} alone, over the keys that it sees. */
  static Problem queryTokenAlone(Problem problem, int s) {
    PagedLatentCache old = problem.cache();
    int[] visible = IntStream.range(0, problem.batch()).map(b -> problem.visible(b, s)).toArray();
    return new Problem(
        1,
        problem.heads(),
        problem.latent(),
        problem.rope(),
        gather(problem, problem.batch() * problem.heads(), tokenRows(problem, s)),
        old.withSequences(old.pageTable(), visible),
        problem.scale(),
        false);
  }

  /** Row i of query token {@code s} alone is this row of the original. */
  static IntUnaryOperator tokenRows(Problem problem, int s) {
    int heads = problem.heads();
    return row -> (row / heads * problem.queryTokens() + s) * heads + row % heads;
  }

  /** Half the query at twice the scale: every score is the same number. */
  static Problem halveQueryDoubleScale(Problem problem) {
    Elements query = problem.query();
    Elements half = Elements.allocate(query.format(), Math.toIntExact(query.count()));
    for (long i = 0; i < half.count(); i++) {
      half.set(i, query.get(i) / 2);
    }
    return problem.withQuery(half, problem.scale() * 2);
  }

  /** Key {@code t} of sequence {@code b} has a NaN for its first feature. */
  static Problem withNanKey(Problem problem, int b, int t) {
    PagedLatentCache old = problem.cache();
    MemorySegment pool = filled(old.bytes().byteSize(), BFloat16.NAN).copyFrom(old.bytes());
    PagedLatentCache poisoned = old.withPool(pool, old.pageTable());
    poisoned.elements().set(old.slot(b, t) * old.width(), Double.NaN);
    return problem.withCache(poisoned);
  }

  /** A result of {@code problem}'s shape whose row i is row {@code source(i)} of {@code result}. */
  static Result gatherRows(Problem problem, Result result, IntUnaryOperator source) {
    double[] out = result.tensor("out").values();
    double[] lse = result.tensor("lseNats").values();
    int latent = problem.latent();
    double[] gatheredOut = new double[problem.rows() * latent];
    double[] gatheredLse = new double[problem.rows()];
    for (int row = 0; row < problem.rows(); row++) {
      int from = source.applyAsInt(row);
      System.arraycopy(out, from * latent, gatheredOut, row * latent, latent);
      gatheredLse[row] = lse[from];
    }
    return PagedMlaDecode.result(problem, gatheredOut, gatheredLse);
  }

  /** A pool of bf16 on the heap, every one of them {@code filler}. */
  private static MemorySegment filled(long bytes, short filler) {
    short[] slots = new short[Math.toIntExact(bytes / Short.BYTES)];
    Arrays.fill(slots, filler);
    return MemorySegment.ofArray(slots);
  }

  static int[] randomOrder(int size, long seed) {
    int[] order = IntStream.range(0, size).toArray();
    PagedMlaDecodeData.shuffle(order, new SplittableRandom(seed));
    return order;
  }

  private static Elements gather(Problem problem, int rows, IntUnaryOperator source) {
    Elements query = problem.query();
    Elements gathered = Elements.allocate(query.format(), rows * problem.width());
    long bytes = (long) problem.width() * query.format().bytes();
    for (int row = 0; row < rows; row++) {
      long from = source.applyAsInt(row) * bytes;
      MemorySegment.copy(query.segment(), from, gathered.segment(), row * bytes, bytes);
    }
    return gathered;
  }
}
