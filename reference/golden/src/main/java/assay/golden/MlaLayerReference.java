package assay.golden;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;

/**
 * The golden {@link MlaLayer}, in binary64, composed of the golden models of its parts.
 *
 * <p>What concerns one token alone runs for all of them at once; attention runs step after step
 * over the paged cache. Error: docs/numerics.md, lemma 18 with u = 2^−53.
 */
public final class MlaLayerReference implements Reference<Problem> {

  private final Lanes lanes;

  private MlaLayerReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static MlaLayerReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static MlaLayerReference with(Lanes lanes) {
    return new MlaLayerReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    MlaLayerTokens tokens = new MlaLayerTokens(problem, lanes);
    Elements queries = tokens.queries();
    MlaLayerCache cache = new MlaLayerCache(problem, tokens.compressed());
    MlaLayerAttention attention =
        switch (problem.form()) {
          case ABSORBED -> new MlaLayerAbsorbed(problem, lanes, cache, queries);
          case EXPANDED -> new MlaLayerExpanded(problem, lanes, cache, queries);
        };
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int first = 0;
      for (int step : problem.schedule().steps()[b]) {
        cache.append(b, first, step);
        attention.step(b, first, step);
        first += step;
      }
    }
    return MlaLayer.result(problem, tokens.out(attention.values()), cache.read());
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    return new Expectation(run(problem), new MlaLayerBudgets(problem, contract, lanes).inOrder());
  }
}
