package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.DotBound;
import assay.spec.Expectation;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.UnabsorbOutput;
import assay.spec.UnabsorbOutput.Problem;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The golden {@link UnabsorbOutput}, in binary64, heads in parallel; error: docs/numerics.md, lemma
 * 12.
 */
public final class UnabsorbOutputReference implements Reference<Problem> {

  private final Lanes lanes;

  private UnabsorbOutputReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static UnabsorbOutputReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static UnabsorbOutputReference with(Lanes lanes) {
    return new UnabsorbOutputReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    return UnabsorbOutput.result(problem, product(problem, Moment.VALUE));
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    LatentUp up = problem.up();
    DotBound bound = DotBound.of(contract, confidence, up.weights(), up.latent());
    DotBudgets sums = DotBudgets.of(moment -> product(problem, moment));
    Result result = UnabsorbOutput.result(problem, sums.values());
    return new Expectation(result, List.of(sums.budget(bound)));
  }

  private double[] product(Problem problem, Moment moment) {
    LatentUp up = problem.up();
    int tokens = problem.tokens();
    int heads = up.heads();
    double[] latent = moment.of(problem.latentOut().toDoubles());
    double[] out = new double[Math.multiplyExact(tokens * heads, up.value())];
    WeightRows rows = new WeightRows(up.weights());
    IntStream.range(0, heads)
        .parallel()
        .forEach(h -> {
          Block from = head(latent, tokens, heads, h, up.latent());
          Block to = head(out, tokens, heads, h, up.value());
          new WeightProduct(lanes, rows, moment).addOutputs(from, up.valueRow(h), to);
        });
    return out;
  }

  /** Head {@code h}'s features, one token a row. */
  private static Block head(double[] data, int tokens, int heads, int h, int width) {
    return WeightProduct.rows(data, h * width, heads * width, tokens, width);
  }
}
