package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;

/** The golden {@link MlaPrefill}, in binary64. Error: docs/numerics.md, lemma 7. */
public final class MlaPrefillReference implements Reference<Problem> {

  private final Lanes lanes;

  private MlaPrefillReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static MlaPrefillReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static MlaPrefillReference with(Lanes lanes) {
    return new MlaPrefillReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    return result(problem, engine(problem).run());
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    AttentionEngine.Expected expected = engine(problem).expect(contract, confidence);
    return new Expectation(result(problem, expected.moments()), expected.budgets());
  }

  private static Result result(Problem problem, AttentionMoments moments) {
    return MlaPrefill.result(problem, moments.first(), moments.lse());
  }

  private AttentionEngine engine(Problem problem) {
    List<MlaPrefillGroup> groups = MlaPrefillGroup.all(problem);
    return new AttentionEngine(MlaPrefillGroup.shape(problem), lanes, groups.size(), groups::get);
  }
}
