package assay.golden;

import assay.golden.lanes.FloatLanes;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;

/**
 * {@link PagedMlaDecode} in F32 everywhere: the yardstick of speed for the golden model, and a
 * subject that needs no device.
 */
public final class PagedMlaDecodeF32 implements Implementation<Problem> {

  /** Rows whose queries and sums a second-level cache holds beside keys. */
  private static final int ROWS = 128;

  /** Heads are shared out in multiples of it: a whole panel. */
  private static final int PANEL = 32;

  private final AttentionF32 engine;
  private final int threads;

  private PagedMlaDecodeF32(FloatLanes lanes, int threads) {
    this.engine = new AttentionF32(lanes);
    this.threads = threads;
  }

  /** With the fastest lanes of this machine. */
  public static PagedMlaDecodeF32 create() {
    return with(FloatLanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static PagedMlaDecodeF32 with(FloatLanes lanes) {
    return new PagedMlaDecodeF32(lanes, Runtime.getRuntime().availableProcessors());
  }

  /**
   * With the fastest lanes, where streams have so many threads: the fewer, the more heads share a
   * conversion of the cache. The results are the same bits.
   */
  public static PagedMlaDecodeF32 forThreads(int threads) {
    return new PagedMlaDecodeF32(FloatLanes.best(), threads);
  }

  @Override
  public Result run(Problem problem) {
    AttentionMoments moments =
        engine.run(
            PagedMlaDecodeGroup.shape(problem), PagedMlaDecodeGroup.all(problem, heads(problem)));
    return PagedMlaDecode.result(problem, moments.first(), moments.lse());
  }

  private int heads(Problem problem) {
    int parts = Math.ceilDiv(threads, Math.max(1, problem.batch()));
    int share = Math.min(Math.ceilDiv(problem.heads(), parts), ROWS / problem.queryTokens());
    return Math.max(1, Math.ceilDiv(share, PANEL)) * PANEL;
  }
}
