package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.AttentionForm;
import assay.spec.ErrorBudget;
import assay.spec.LatentStore;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaLayerBound;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.NumericContract;
import java.util.List;

/**
 * Error budgets of a layer: all its steps once more, on numbers with errors.
 *
 * <p>NaN must be met exactly: its budget is 0.
 */
final class MlaLayerBudgets {

  /** For the budgets' own roundings, and for products of two errors of binary64. */
  private static final double SLACK = 1 + 0x1p-20;

  private final Problem problem;
  private final MlaLayerBound bound;
  private final PerturbedSteps steps;
  private final double[] out;
  private final double[] cache;

  MlaLayerBudgets(Problem problem, NumericContract contract, Lanes lanes) {
    this.problem = problem;
    this.bound = new MlaLayerBound(contract);
    this.steps = new PerturbedSteps(lanes, bound, problem.constants());
    this.out = new double[problem.tokens() * problem.shape().hidden()];
    this.cache = new double[problem.tokens() * problem.shape().cacheWidth()];
  }

  /** Of {@code out} and {@code cache}. */
  List<ErrorBudget> inOrder() {
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int first = problem.schedule().firstRow(b);
      Perturbed x = hidden(first, problem.schedule().tokens(b));
      Perturbed slots = slots(x);
      fill(slots, first, cache);
      fill(output(x, slots), first, out);
    }
    return List.of(new ErrorBudget(out, out), new ErrorBudget(cache, cache));
  }

  private Perturbed hidden(int firstRow, int tokens) {
    int width = problem.shape().hidden();
    double[] values = new double[tokens * width];
    problem.hidden().copyTo((long) firstRow * width, values, 0, values.length);
    return Perturbed.exact(tokens, width, values);
  }

  private Perturbed slots(Perturbed x) {
    MlaShape shape = problem.shape();
    MlaWeights weights = problem.weights();
    Perturbed down = steps.projected(x, weights.latentDown(), 0, shape.cacheWidth());
    Perturbed latent = steps.normed(down.columns(0, shape.latent()), weights.latentNorm());
    Perturbed key = steps.roped(down.columns(shape.latent(), shape.rope()));
    return stored(latent.beside(key));
  }

  private Perturbed stored(Perturbed x) {
    LatentStore store = problem.store();
    Perturbed y = Perturbed.zeros(x.rows(), x.width());
    for (int i = 0; i < x.values().length; i++) {
      y.values()[i] = store.stored(x.values()[i]);
      y.errors()[i] = bound.stored(store, x.values()[i], x.errors()[i]);
    }
    return y;
  }

  private Perturbed output(Perturbed x, Perturbed slots) {
    MlaShape shape = problem.shape();
    Perturbed queries = queries(x);
    Perturbed heads = Perturbed.zeros(x.rows(), shape.heads() * shape.value());
    for (int h = 0; h < shape.heads(); h++) {
      Perturbed query = queries.columns(h * shape.keyWidth(), shape.keyWidth());
      Perturbed nope = query.columns(0, shape.nope());
      Perturbed rope = steps.roped(query.columns(shape.nope(), shape.rope()));
      Perturbed head =
          problem.form() == AttentionForm.ABSORBED
              ? absorbed(h, nope, rope, slots)
              : expanded(h, nope, rope, slots);
      heads.put(h * shape.value(), head);
    }
    return steps.projected(heads, problem.weights().output(), 0, shape.hidden());
  }

  private Perturbed queries(Perturbed x) {
    MlaShape shape = problem.shape();
    MlaWeights weights = problem.weights();
    Perturbed input =
        weights
            .queryDown()
            .map(down ->
                steps.normed(
                    steps.projected(x, down.projection(), 0, shape.queryRank()), down.norm()))
            .orElse(x);
    return steps.projected(input, weights.query(), 0, shape.heads() * shape.keyWidth());
  }

  private Perturbed expanded(int h, Perturbed nope, Perturbed rope, Perturbed slots) {
    MlaShape shape = problem.shape();
    Perturbed latents = slots.columns(0, shape.latent());
    Perturbed up =
        steps.projected(
            latents, problem.weights().latentUp(), upRow(h), shape.nope() + shape.value());
    Perturbed keys =
        up.columns(0, shape.nope()).beside(slots.columns(shape.latent(), shape.rope()));
    return steps.attended(nope.beside(rope), keys, up.columns(shape.nope(), shape.value()));
  }

  private Perturbed absorbed(int h, Perturbed nope, Perturbed rope, Perturbed slots) {
    MlaShape shape = problem.shape();
    Perturbed query = steps.absorbed(nope, problem.weights().latentUp(), upRow(h), shape.latent());
    Perturbed out = steps.attended(query.beside(rope), slots, slots.columns(0, shape.latent()));
    return steps.projected(
        out, problem.weights().latentUp(), upRow(h) + shape.nope(), shape.value());
  }

  /** The first row of head {@code h} in kv_b. */
  private long upRow(int h) {
    return (long) h * (problem.shape().nope() + problem.shape().value());
  }

  private static void fill(Perturbed rows, int firstRow, double[] target) {
    int at = firstRow * rows.width();
    for (int i = 0; i < rows.errors().length; i++) {
      target[at + i] = Double.isNaN(rows.values()[i]) ? 0 : budget(rows.errors()[i]);
    }
  }

  private static double budget(double error) {
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error * SLACK;
  }
}
