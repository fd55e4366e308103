package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.CombineSplits.Problem;
import java.util.Arrays;

/** Random merges, a function of the draw: some parts empty, with NaN in their out. */
final class CombineProblems {

  private CombineProblems() {}

  static Problem problem(Draw draw) {
    int parts = draw.between(1, 20);
    int rows = draw.between(0, 4);
    int width = draw.between(1, 40);
    double[] lse = new double[parts * rows];
    double spread = draw.between(0, 12);
    for (int i = 0; i < lse.length; i++) {
      boolean empty = draw.between(0, 4) == 0;
      lse[i] = empty ? Double.NEGATIVE_INFINITY : 5 + spread * draw.between(-100, 100) / 100;
    }
    return problem(draw, parts, width, lse);
  }

  static Problem problem(Draw draw, int parts, int width, double... lse) {
    double[] out = draw.values(lse.length * width);
    for (int i = 0; i < lse.length; i++) {
      if (lse[i] == Double.NEGATIVE_INFINITY) {
        Arrays.fill(out, i * width, (i + 1) * width, Double.NaN);
      }
    }
    return new Problem(
        parts,
        width,
        Elements.rounded(FloatFormat.F32, out),
        Elements.rounded(FloatFormat.F32, lse));
  }
}
