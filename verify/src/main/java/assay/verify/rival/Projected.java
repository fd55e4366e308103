package assay.verify.rival;

import assay.verify.Gaussian;
import java.util.Optional;

/**
 * A rule for what a suite makes of the output first: each row times a matrix of N(0,1) numbers, as
 * where attention is tested together with the projection of its values.
 *
 * @param inside the rule for the products
 * @param outputs columns of the matrix
 */
public record Projected(Rule inside, int outputs) implements Rule {

  private static final long SEED = 1;

  @Override
  public Optional<String> objection(Sample sample) {
    int width = sample.width();
    double[][] matrix = new double[width][outputs];
    Gaussian gaussian = new Gaussian(SEED, width);
    for (double[] row : matrix) {
      for (int v = 0; v < outputs; v++) {
        row[v] = gaussian.next();
      }
    }
    double[] expected = products(sample.expected(), matrix);
    double[] actual = products(sample.actual(), matrix);
    return inside.objection(new Sample(expected, actual, sample.rowCounts()));
  }

  private double[] products(double[] rows, double[][] matrix) {
    double[] products = new double[rows.length / matrix.length * outputs];
    for (int i = 0; i < rows.length; i++) {
      int first = i / matrix.length * outputs;
      double[] factors = matrix[i % matrix.length];
      for (int v = 0; v < outputs; v++) {
        products[first + v] += rows[i] * factors[v];
      }
    }
    return products;
  }

  @Override
  public String formula() {
    return inside.formula() + " after a projection to " + outputs + " by N(0,1)";
  }
}
