package assay.golden;

import assay.golden.lanes.FloatLanes;
import assay.spec.Implementation;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Result;

/**
 * {@link MlaPrefill} in F32 everywhere: the yardstick of speed for the golden model, and a subject
 * that needs no device.
 */
public final class MlaPrefillF32 implements Implementation<Problem> {

  private final AttentionF32 engine;

  private MlaPrefillF32(FloatLanes lanes) {
    this.engine = new AttentionF32(lanes);
  }

  /** With the fastest lanes of this machine. */
  public static MlaPrefillF32 create() {
    return with(FloatLanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static MlaPrefillF32 with(FloatLanes lanes) {
    return new MlaPrefillF32(lanes);
  }

  @Override
  public Result run(Problem problem) {
    AttentionMoments moments =
        engine.run(MlaPrefillGroup.shape(problem), MlaPrefillGroup.all(problem));
    return MlaPrefill.result(problem, moments.first(), moments.lse());
  }
}
