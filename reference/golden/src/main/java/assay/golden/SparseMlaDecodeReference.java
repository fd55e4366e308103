package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;

/** The golden {@link SparseMlaDecode}, in binary64. Error: docs/numerics.md, lemma 7. */
public final class SparseMlaDecodeReference implements Reference<Problem> {

  private final Lanes lanes;

  private SparseMlaDecodeReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static SparseMlaDecodeReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static SparseMlaDecodeReference with(Lanes lanes) {
    return new SparseMlaDecodeReference(lanes);
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
    return SparseMlaDecode.result(problem, moments.first(), moments.lse());
  }

  private AttentionEngine engine(Problem problem) {
    AttentionShape shape =
        new AttentionShape(problem.rows(), problem.width(), problem.valueWidth(), problem.scale());
    return new AttentionEngine(
        shape,
        lanes,
        problem.batch() * problem.queryTokens(),
        token -> new SparseMlaDecodeGroup(problem, token, problem.slots(token)));
  }
}
