package assay.golden;

import assay.spec.DecompressHeads;
import assay.spec.DecompressHeads.Problem;
import assay.spec.Implementation;
import assay.spec.Result;
import org.apache.commons.numbers.core.Sum;

/** {@link DecompressHeads} as its formula reads, sums compensated. */
public final class DecompressHeadsFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    int heads = problem.headCount();
    int width = problem.keyWidth();
    int value = problem.up().value();
    double[] k = new double[problem.tokens() * heads * width];
    double[] v = new double[problem.tokens() * heads * value];
    for (int row = 0; row < problem.tokens() * heads; row++) {
      int n = row / heads;
      int h = problem.firstHead() + row % heads;
      for (int i = 0; i < width; i++) {
        k[row * width + i] = key(problem, n, h, i);
      }
      for (int i = 0; i < value; i++) {
        v[row * value + i] = fromLatent(problem, n, problem.up().valueRow(h) + i);
      }
    }
    return DecompressHeads.result(problem, k, v);
  }

  private static double key(Problem problem, int n, int h, int i) {
    int nope = problem.up().nope();
    return i < nope
        ? fromLatent(problem, n, problem.up().keyRow(h) + i)
        : problem.slots().get((long) n * problem.slotWidth() + problem.up().latent() + i - nope);
  }

  private static double fromLatent(Problem problem, int n, int weightRow) {
    Sum sum = Sum.create();
    for (int d = 0; d < problem.up().latent(); d++) {
      double latent = problem.slots().get((long) n * problem.slotWidth() + d);
      sum.addProduct(latent, WeightFormula.at(problem.up().weights(), weightRow, d));
    }
    return sum.getAsDouble();
  }
}
