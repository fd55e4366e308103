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

  private final AttentionF32 engine;

  private PagedMlaDecodeF32(FloatLanes lanes) {
    this.engine = new AttentionF32(lanes);
  }

  /** With the fastest lanes of this machine. */
  public static PagedMlaDecodeF32 create() {
    return with(FloatLanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static PagedMlaDecodeF32 with(FloatLanes lanes) {
    return new PagedMlaDecodeF32(lanes);
  }

  @Override
  public Result run(Problem problem) {
    AttentionMoments moments =
        engine.run(PagedMlaDecodeGroup.shape(problem), PagedMlaDecodeGroup.all(problem));
    return PagedMlaDecode.result(problem, moments.first(), moments.lse());
  }
}
