package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;

/** The golden {@link MhaDecode}, in binary64. Error: docs/numerics.md, lemma 7. */
public final class MhaDecodeReference implements Reference<Problem> {

  private final Lanes lanes;

  private MhaDecodeReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static MhaDecodeReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static MhaDecodeReference with(Lanes lanes) {
    return new MhaDecodeReference(lanes);
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
    return MhaDecode.result(problem, moments.first(), moments.lse());
  }

  private AttentionEngine engine(Problem problem) {
    AttentionShape shape =
        new AttentionShape(
            problem.rows(), problem.keyWidth(), problem.valueWidth(), problem.scale());
    int keyValueHeads = problem.keyValueHeads();
    return new AttentionEngine(
        shape,
        lanes,
        problem.batch() * keyValueHeads,
        i -> new MhaDecodeGroup(problem, i / keyValueHeads, i % keyValueHeads));
  }
}
