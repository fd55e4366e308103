package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.spec.Confidence;
import assay.spec.DecompressHeads;
import assay.spec.DecompressHeads.Problem;
import assay.spec.DotBound;
import assay.spec.Expectation;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The golden {@link DecompressHeads}, in binary64, heads in parallel; error: docs/numerics.md,
 * lemma 12.
 */
public final class DecompressHeadsReference implements Reference<Problem> {

  private final Lanes lanes;

  private DecompressHeadsReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static DecompressHeadsReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static DecompressHeadsReference with(Lanes lanes) {
    return new DecompressHeadsReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    return DecompressHeads.result(
        problem, keys(problem, Moment.VALUE), values(problem, Moment.VALUE));
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    LatentUp up = problem.up();
    DotBound bound = DotBound.of(contract, confidence, up.weights(), up.latent());
    DotBudgets k = DotBudgets.of(moment -> keys(problem, moment));
    DotBudgets v = DotBudgets.of(moment -> values(problem, moment));
    Result result = DecompressHeads.result(problem, k.values(), v.values());
    return new Expectation(
        result, List.of(k.budget(bound, up.nope(), problem.keyWidth()), v.budget(bound)));
  }

  private double[] keys(Problem problem, Moment moment) {
    LatentUp up = problem.up();
    double[] slots = moment.of(problem.slots().toDoubles());
    int width = problem.keyWidth();
    double[] k = new double[elements(problem, width)];
    forEachHead(
        problem,
        h -> {
          Block to = head(problem, k, h, width, up.nope());
          product(problem, moment).addOutputs(latents(problem, slots), up.keyRow(h), to);
          copyRope(problem, slots, to);
        });
    return k;
  }

  private double[] values(Problem problem, Moment moment) {
    LatentUp up = problem.up();
    double[] slots = moment.of(problem.slots().toDoubles());
    double[] v = new double[elements(problem, up.value())];
    forEachHead(
        problem,
        h -> {
          Block to = head(problem, v, h, up.value(), up.value());
          product(problem, moment).addOutputs(latents(problem, slots), up.valueRow(h), to);
        });
    return v;
  }

  private WeightProduct product(Problem problem, Moment moment) {
    return new WeightProduct(lanes, new WeightRows(problem.up().weights()), moment);
  }

  private static void forEachHead(Problem problem, IntConsumer action) {
    int first = problem.firstHead();
    IntStream.range(first, first + problem.headCount()).parallel().forEach(action);
  }

  private static int elements(Problem problem, int width) {
    return Math.multiplyExact(problem.tokens() * problem.headCount(), width);
  }

  private static Block latents(Problem problem, double[] slots) {
    int latent = problem.up().latent();
    return new Block(slots, 0, problem.slotWidth(), problem.tokens(), latent);
  }

  /** The first {@code used} of head {@code h}'s {@code width} features, one token a row. */
  private static Block head(Problem problem, double[] data, int h, int width, int used) {
    int offset = (h - problem.firstHead()) * width;
    return WeightProduct.rows(data, offset, problem.headCount() * width, problem.tokens(), used);
  }

  private static void copyRope(Problem problem, double[] slots, Block to) {
    for (int n = 0; n < problem.tokens(); n++) {
      int source = n * problem.slotWidth() + problem.up().latent();
      int target = to.offset() + n * to.stride() + problem.up().nope();
      System.arraycopy(slots, source, to.data(), target, problem.rope());
    }
  }
}
