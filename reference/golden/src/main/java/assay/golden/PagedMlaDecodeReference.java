package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;

/**
 * The golden {@link PagedMlaDecode}, in binary64. Error: docs/numerics.md, lemma 7; far below any
 * budget of an F32 kernel.
 */
public final class PagedMlaDecodeReference implements Reference<Problem> {

  private final Lanes lanes;

  private PagedMlaDecodeReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static PagedMlaDecodeReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static PagedMlaDecodeReference with(Lanes lanes) {
    return new PagedMlaDecodeReference(lanes);
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
    return PagedMlaDecode.result(problem, moments.first(), moments.lse());
  }

  private AttentionEngine engine(Problem problem) {
    List<PagedMlaDecodeGroup> groups = PagedMlaDecodeGroup.all(problem);
    return new AttentionEngine(
        PagedMlaDecodeGroup.shape(problem), lanes, groups.size(), groups::get);
  }
}
