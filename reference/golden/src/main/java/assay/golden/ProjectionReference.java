package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.DotBound;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Projection;
import assay.spec.Projection.Problem;
import assay.spec.ProjectionWeights;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The golden {@link Projection}, in binary64, panels of outputs in parallel; error:
 * docs/numerics.md, lemma 12.
 */
public final class ProjectionReference implements Reference<Problem> {

  private final Lanes lanes;

  private ProjectionReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static ProjectionReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static ProjectionReference with(Lanes lanes) {
    return new ProjectionReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    return Projection.result(problem, product(problem, Moment.VALUE));
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    ProjectionWeights weights = problem.weights();
    DotBound bound = DotBound.of(contract, confidence, weights, weights.inputs());
    DotBudgets sums = DotBudgets.of(moment -> product(problem, moment));
    Result result = Projection.result(problem, sums.values());
    return new Expectation(result, List.of(sums.budget(bound)));
  }

  private double[] product(Problem problem, Moment moment) {
    ProjectionWeights weights = problem.weights();
    int outputs = weights.outputs();
    double[] y = new double[Math.multiplyExact(problem.tokens(), outputs)];
    Block x = Block.of(moment.of(problem.x().toDoubles()), problem.tokens(), weights.inputs());
    Block whole = Block.of(y, problem.tokens(), outputs);
    WeightRows rows = new WeightRows(weights);
    IntStream.range(0, Math.ceilDiv(outputs, WeightProduct.COLUMNS))
        .parallel()
        .map(panel -> panel * WeightProduct.COLUMNS)
        .forEach(first -> {
          int columns = Math.min(WeightProduct.COLUMNS, outputs - first);
          Block panel = WeightProduct.columns(whole, first, columns);
          new WeightProduct(lanes, rows, moment).addOutputs(x, first, panel);
        });
    return y;
  }
}
