package assay.golden;

import assay.numerics.Elements;
import assay.numerics.Float32;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.spec.AbsorbQuery;
import assay.spec.DecompressHeads;
import assay.spec.LatentUp;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.Result;
import assay.spec.Tensor;
import assay.spec.UnabsorbOutput;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Honest kernels in F32 for sums of products.
 *
 * @param truncating a matrix unit: 16 exact products at a time, cut off towards zero; otherwise a
 *     chain of fused multiply-adds
 * @param unpacked format that weights under scales are rounded to
 * @param output format of the result
 */
record F32Linear(boolean truncating, FloatFormat unpacked, FloatFormat output) {

  private static final int PRODUCTS = 16;

  Result projection(Projection.Problem problem) {
    int inputs = problem.weights().inputs();
    int outputs = problem.weights().outputs();
    double[] y = new double[problem.tokens() * outputs];
    for (int element = 0; element < y.length; element++) {
      int row = element / outputs * inputs;
      int o = element % outputs;
      y[element] = dot(inputs, i -> problem.x().get(row + i), i -> weight(problem.weights(), o, i));
    }
    return Projection.result(problem, y);
  }

  Result absorbQuery(AbsorbQuery.Problem problem) {
    Result result = new AbsorbQueryFormula().run(problem);
    double[] q = result.tensor("q").values();
    ProjectionWeights weights = problem.up().weights();
    for (int element = 0; element < q.length; element++) {
      int row = element / problem.width();
      int i = element % problem.width();
      int first = problem.up().keyRow(row % problem.up().heads());
      q[element] =
          i >= problem.up().latent()
              ? round(q[element], output)
              : dot(
                  problem.up().nope(),
                  e -> problem.query().get(row * problem.keyWidth() + e),
                  e -> weight(weights, first + e, i));
    }
    return result;
  }

  Result unabsorbOutput(UnabsorbOutput.Problem problem) {
    int width = problem.up().value();
    int latent = problem.up().latent();
    double[] out = new double[problem.tokens() * problem.up().heads() * width];
    for (int element = 0; element < out.length; element++) {
      int row = element / width;
      int weightRow = problem.up().valueRow(row % problem.up().heads()) + element % width;
      out[element] =
          dot(
              latent,
              d -> problem.latentOut().get(row * latent + d),
              d -> weight(problem.up().weights(), weightRow, d));
    }
    return UnabsorbOutput.result(problem, out);
  }

  Result decompressHeads(DecompressHeads.Problem problem) {
    Result result = new DecompressHeadsFormula().run(problem);
    LatentUp up = problem.up();
    fromLatents(problem, up.nope(), up::keyRow, result.tensor("k"));
    fromLatents(problem, up.value(), up::valueRow, result.tensor("v"));
    return result;
  }

  /** Features past {@code summed} of each row are copies. */
  private void fromLatents(
      DecompressHeads.Problem problem, int summed, IntUnaryOperator firstRow, Tensor tensor) {
    double[] values = tensor.values();
    int width = tensor.axes().getLast().extent();
    for (int element = 0; element < values.length; element++) {
      int row = element / width;
      int i = element % width;
      int slot = row / problem.headCount() * problem.slotWidth();
      int weightRow = i + firstRow.applyAsInt(problem.firstHead() + row % problem.headCount());
      values[element] =
          i >= summed
              ? round(values[element], output)
              : dot(
                  problem.up().latent(),
                  d -> problem.slots().get(slot + d),
                  d -> weight(problem.up().weights(), weightRow, d));
    }
  }

  private double dot(int terms, IntToDoubleFunction x, IntToDoubleFunction w) {
    float sum = 0;
    for (int i = 0; i < terms; i += truncating ? PRODUCTS : 1) {
      sum = truncating ? truncated(sum, i, terms, x, w) : fused(sum, i, x, w);
    }
    return round(sum, output);
  }

  private static float fused(float sum, int i, IntToDoubleFunction x, IntToDoubleFunction w) {
    return Math.fma((float) x.applyAsDouble(i), (float) w.applyAsDouble(i), sum);
  }

  private static float truncated(
      float sum, int first, int terms, IntToDoubleFunction x, IntToDoubleFunction w) {
    double exact = sum;
    for (int i = first; i < Math.min(terms, first + PRODUCTS); i++) {
      exact = Math.fma(x.applyAsDouble(i), w.applyAsDouble(i), exact);
    }
    return Float32.round(exact, Rounding.RZ, Overflow.IEEE);
  }

  private double weight(ProjectionWeights weights, int output, int input) {
    double exact = WeightFormula.at(weights, output, input);
    return switch (weights) {
      case ProjectionWeights.Dense dense -> exact;
      case ProjectionWeights.BlockScaled scaled -> round((float) exact, unpacked);
    };
  }

  static double round(double value, FloatFormat format) {
    return Elements.rounded(format, value).get(0);
  }
}
