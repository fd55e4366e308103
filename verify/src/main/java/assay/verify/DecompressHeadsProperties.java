package assay.verify;

import assay.numerics.Elements;
import assay.spec.DecompressHeads;
import assay.spec.DecompressHeads.Problem;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Tensor;
import assay.spec.UnabsorbOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What must hold for every {@link assay.spec.DecompressHeads} and every problem. */
final class DecompressHeadsProperties {

  private final Checks<Problem> checks;

  DecompressHeadsProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    List<Property<Problem>> all = new ArrayList<>();
    all.add(CommonProperties.withinBudget(checks));
    all.add(
        new Property<>("head-alone", "A head asked for alone is the same head.", this::headAlone));
    all.add(
        new Property<>(
            "values-as-unabsorbed",
            "A head's value is what its latent gives as an attention's output.",
            this::valuesAsUnabsorbed));
    all.addAll(
        new LinearLaws<>(
                checks, Problem::slots, DecompressHeadsProperties::with, Problem::slotWidth)
            .all());
    all.addAll(new TokenLaws<>(checks, Problem::tokens, DecompressHeadsProperties::select).all());
    all.add(CommonProperties.repeatRun(checks));
    return all;
  }

  private Finding headAlone(Problem problem, long seed) {
    int h = (int) Math.floorMod(seed, (long) problem.headCount());
    Problem alone = problem.head(problem.firstHead() + h);
    Result among = checks.run(problem);
    double[] k = head(among.tensor("k"), problem, h);
    double[] v = head(among.tensor("v"), problem, h);
    return checks.sameResult(alone, DecompressHeads.result(alone, k, v), checks.run(alone));
  }

  private static double[] head(Tensor tensor, Problem problem, int h) {
    int rows = problem.tokens() * problem.headCount();
    int width = tensor.axes().getLast().extent();
    double[] head = new double[problem.tokens() * width];
    for (int row = h; row < rows; row += problem.headCount()) {
      int n = row / problem.headCount();
      System.arraycopy(tensor.values(), row * width, head, n * width, width);
    }
    return head;
  }

  private Finding valuesAsUnabsorbed(Problem problem, long seed) {
    Problem all = Problem.allHeads(problem.up(), problem.rope(), problem.slots());
    Result unabsorbed = unabsorption().run(new UnabsorbOutput.Problem(problem.up(), latents(all)));
    Tensor v = checks.run(all).tensor("v");
    Tensor wanted = new Tensor(v.name(), v.axes(), unabsorbed.tensor("out").values());
    List<ErrorBudget> budgets = List.of(checks.expect(all).budgets().getLast());
    return Finding.of(Judge.compare(new Expectation(Result.of(wanted), budgets), Result.of(v)));
  }

  /** The latent of each slot, once for each head. */
  private static Elements latents(Problem problem) {
    int latent = problem.up().latent();
    double[] slots = problem.slots().toDoubles();
    double[] repeated = new double[problem.tokens() * problem.headCount() * latent];
    Arrays.setAll(
        repeated, i -> slots[i / latent / problem.headCount() * problem.slotWidth() + i % latent]);
    return Elements.of(repeated);
  }

  @SuppressWarnings("unchecked")
  private static Reference<UnabsorbOutput.Problem> unabsorption() {
    return (Reference<UnabsorbOutput.Problem>)
        GoldenOperators.of(UnabsorbOutput.OPERATOR).reference();
  }

  private static Problem with(Problem problem, Elements slots) {
    return new Problem(
        problem.up(), problem.rope(), slots, problem.firstHead(), problem.headCount());
  }

  private static Problem select(Problem problem, int... rows) {
    return with(problem, Numbers.rows(problem.slots(), problem.slotWidth(), rows));
  }
}
