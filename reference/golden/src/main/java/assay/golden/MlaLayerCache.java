package assay.golden;

import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.DenseLayout;
import assay.spec.MlaLayer.Problem;
import assay.spec.PagedLatentCache;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/** The layer's paged cache: sequences take pages in turn, so that their pages interleave. */
final class MlaLayerCache {

  private final Problem problem;
  private final Compressed tokens;
  private final DenseLayout layout;
  private final int pageSize;
  private final int pagesPerSequence;
  private final int[] pageTable;
  private final int[] lengths;
  private final MemorySegment pool;

  /**
   * @param tokens what each of them will store
   */
  MlaLayerCache(Problem problem, Compressed tokens) {
    int batch = problem.schedule().batch();
    this.problem = problem;
    this.tokens = tokens;
    this.pageSize = problem.store().pageSize();
    this.layout =
        new DenseLayout(
            problem.store().format(), problem.shape().latent(), problem.shape().rope(), 1);
    this.pagesPerSequence = Math.ceilDiv(longest(problem), pageSize);
    this.pageTable = new int[batch * pagesPerSequence];
    this.lengths = new int[batch];
    long bytes = pageTable.length * layout.bytesPerPage(pageSize);
    this.pool = MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < pagesPerSequence; i++) {
        pageTable[b * pagesPerSequence + i] = i * batch + b;
      }
    }
  }

  private static int longest(Problem problem) {
    int longest = 0;
    for (int b = 0; b < problem.schedule().batch(); b++) {
      longest = Math.max(longest, problem.schedule().tokens(b));
    }
    return longest;
  }

  /** Stores tokens {@code first} to before {@code first + count} of sequence {@code b}. */
  void append(int b, int first, int count) {
    lengths[b] = first + count;
    PagedLatentCache cache = sequence(b);
    long row = problem.schedule().firstRow(b) + (long) first;
    AppendLatentCacheReference.store(
        new AppendLatentCache.Problem(
            layout,
            ScaleRule.POWER_OF_TWO,
            pageSize,
            pool,
            tokens.latents().slice(row * layout.latent(), (long) count * layout.latent()),
            tokens.keys().slice(row * layout.rope(), (long) count * layout.rope()),
            LongStream.range(first, first + count).map(t -> cache.slot(0, (int) t)).toArray()),
        pool);
  }

  /** Sequence {@code b} alone, as long as it is now. */
  PagedLatentCache sequence(int b) {
    int[] table = new int[pagesPerSequence];
    System.arraycopy(pageTable, b * pagesPerSequence, table, 0, pagesPerSequence);
    return new PagedLatentCache(
        pageSize, layout, pool, pagesPerSequence, table, new int[] {lengths[b]});
  }

  /** [T, D + R] of sequence {@code b}. */
  double[] read(int b) {
    PagedLatentCache cache = sequence(b);
    double[] rows = new double[lengths[b] * layout.width()];
    for (int t = 0; t < lengths[b]; t++) {
      cache.read(0, t, 0, layout.width(), rows, t * layout.width());
    }
    return rows;
  }

  /** [N, D + R] of all sequences. */
  double[] read() {
    double[] all = new double[problem.tokens() * layout.width()];
    for (int b = 0; b < lengths.length; b++) {
      double[] rows = read(b);
      System.arraycopy(rows, 0, all, problem.schedule().firstRow(b) * layout.width(), rows.length);
    }
    return all;
  }
}
