package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.spec.AbsorbQuery;
import assay.spec.AbsorbQuery.Problem;
import assay.spec.Confidence;
import assay.spec.DotBound;
import assay.spec.Expectation;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The golden {@link AbsorbQuery}, in binary64, heads in parallel; error: docs/numerics.md, lemma
 * 12.
 */
public final class AbsorbQueryReference implements Reference<Problem> {

  private final Lanes lanes;

  private AbsorbQueryReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static AbsorbQueryReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static AbsorbQueryReference with(Lanes lanes) {
    return new AbsorbQueryReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    return AbsorbQuery.result(problem, product(problem, Moment.VALUE));
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    LatentUp up = problem.up();
    DotBound bound = DotBound.of(contract, confidence, up.weights(), up.nope());
    DotBudgets sums = DotBudgets.of(moment -> product(problem, moment));
    Result result = AbsorbQuery.result(problem, sums.values());
    return new Expectation(result, List.of(sums.budget(bound, up.latent(), problem.width())));
  }

  private double[] product(Problem problem, Moment moment) {
    int tokens = problem.tokens();
    int heads = problem.up().heads();
    double[] query = moment.of(problem.query().toDoubles());
    double[] q = new double[Math.multiplyExact(tokens * heads, problem.width())];
    WeightRows rows = new WeightRows(problem.up().weights());
    IntStream.range(0, heads)
        .parallel()
        .forEach(h -> {
          Block from = head(query, tokens, heads, h, problem.keyWidth(), problem.up().nope());
          Block to = head(q, tokens, heads, h, problem.width(), problem.up().latent());
          new WeightProduct(lanes, rows, moment).addInputs(from, problem.up().keyRow(h), to);
          copyRope(problem, from, to);
        });
    return q;
  }

  /** The first {@code used} of head {@code h}'s {@code width} features, one token a row. */
  private static Block head(double[] data, int tokens, int heads, int h, int width, int used) {
    return WeightProduct.rows(data, h * width, heads * width, tokens, used);
  }

  private static void copyRope(Problem problem, Block from, Block to) {
    for (int n = 0; n < problem.tokens(); n++) {
      int source = from.offset() + n * from.stride() + problem.up().nope();
      int target = to.offset() + n * to.stride() + problem.up().latent();
      System.arraycopy(from.data(), source, to.data(), target, problem.rope());
    }
  }
}
