package assay.golden;

import assay.golden.cache.BufferPool;
import assay.golden.cache.PooledBuffer;
import assay.golden.lanes.Lanes;
import assay.spec.PagedMlaDecode.Problem;
import java.util.Arrays;
import java.util.List;

/**
 * Steps of {@link assay.spec.PagedMlaDecode} over one batch that grows, without allocation.
 *
 * <p>Query, page table and lengths are the caller's arrays, given once in a problem; the caller
 * changes what is in them between steps, and keeps every length within its row of the page table.
 * Results are borrowed from a pool, once; temporaries do not grow with the context, since keys pass
 * in tiles under a running softmax.
 *
 * <p>Everything runs on the calling thread, because parallel streams allocate. To use more threads,
 * give each a loop of its own over the same problem, and sequences of its own.
 *
 * <p>Shapes, special cases, bits: those of {@link PagedMlaDecodeReference}.
 */
public final class PagedMlaDecodeLoop implements AutoCloseable {

  private final AttentionShape shape;
  private final List<PagedMlaDecodeGroup> groups;
  private final int groupsPerSequence;
  private final AttentionPass pass;
  private final PooledBuffer<double[]> out;
  private final PooledBuffer<double[]> lse;
  private final AttentionMoments results;

  private PagedMlaDecodeLoop(Lanes lanes, Problem problem, BufferPool pool) {
    this.shape = PagedMlaDecodeGroup.shape(problem);
    this.groups = PagedMlaDecodeGroup.all(problem);
    this.groupsPerSequence = groups.size() / Math.max(1, problem.batch());
    this.pass = new AttentionPass(lanes);
    this.out = pool.doubles(shape.elements());
    this.lse = pool.doubles(shape.rows());
    this.results = new AttentionMoments(out.data(), new double[0], lse.data());
  }

  /** With the fastest lanes of this machine. */
  public static PagedMlaDecodeLoop over(Problem problem, BufferPool pool) {
    return with(Lanes.best(), problem, pool);
  }

  /** With these lanes; the results are the same bits. */
  public static PagedMlaDecodeLoop with(Lanes lanes, Problem problem, BufferPool pool) {
    return new PagedMlaDecodeLoop(lanes, problem, pool);
  }

  /** Decodes every sequence as it is now. */
  public void step() {
    for (int i = 0; i < groups.size(); i++) {
      decode(i);
    }
  }

  /** Decodes sequence {@code b} alone; the rows of others stay as they are. */
  public void step(int b) {
    for (int i = 0; i < groupsPerSequence; i++) {
      decode(b * groupsPerSequence + i);
    }
  }

  private void decode(int index) {
    PagedMlaDecodeGroup group = groups.get(index);
    clear(group);
    pass.begin(group, shape);
    pass.run(results);
  }

  /** Rows without a key are not written to. */
  private void clear(PagedMlaDecodeGroup group) {
    for (int row = 0; row < group.rows(); row++) {
      int from = group.resultRow(row) * shape.valueWidth();
      Arrays.fill(results.first(), from, from + shape.valueWidth(), 0);
    }
  }

  /**
   * The last step's out, [B, S, H, D]; overwritten by the next, and maybe longer than its shape.
   */
  public double[] out() {
    return results.first();
  }

  /** The last step's lseNats, [B, S, H]; the same holds. */
  public double[] lseNats() {
    return results.lse();
  }

  /** Gives the results back. */
  @Override
  public void close() {
    out.close();
    lse.close();
  }
}
