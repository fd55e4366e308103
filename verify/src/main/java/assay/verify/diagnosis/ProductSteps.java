package assay.verify.diagnosis;

import assay.spec.Result;
import assay.verify.diagnosis.ProductProblem.Part;

/** Sums of products in binary64, step by step; as it stands it is right. */
class ProductSteps {

  final Result run(ProductProblem problem) {
    double[][] made = new double[problem.parts().size()][];
    for (int t = 0; t < made.length; t++) {
      made[t] = part(problem, problem.parts().get(t));
    }
    finish(problem, made);
    return problem.results().apply(made);
  }

  private double[] part(ProductProblem problem, Part part) {
    double[] made = new double[problem.tokens() * problem.heads() * part.width()];
    int at = 0;
    for (int n = 0; n < problem.tokens(); n++) {
      for (int i = 0; i < problem.heads(); i++) {
        int h = head(problem, problem.firstHead() + i);
        for (int o = 0; o < part.width(); o++) {
          made[at++] =
              o < part.products()
                  ? sum(problem, part, n, h, o)
                  : copied(problem, part, n, h, o - part.products());
        }
      }
    }
    return made;
  }

  int head(ProductProblem problem, int head) {
    return head;
  }

  double sum(ProductProblem problem, Part part, int n, int h, int o) {
    double sum = 0;
    int end = end(problem, part);
    for (int j = first(problem, part); j < end; j++) {
      sum += input(problem, n, from(problem, part, h, o, j)) * weight(problem, part, h, o, j);
    }
    return sum;
  }

  int from(ProductProblem problem, Part part, int h, int o, int j) {
    return part.from().of(h, o, j);
  }

  int first(ProductProblem problem, Part part) {
    return 0;
  }

  int end(ProductProblem problem, Part part) {
    return part.terms();
  }

  double weight(ProductProblem problem, Part part, int h, int o, int j) {
    int row = part.row().of(h, o, j);
    int column = part.column().of(h, o, j);
    return problem.stored(row, column) * scale(problem, row, column);
  }

  double scale(ProductProblem problem, int row, int column) {
    boolean inside =
        row >= 0
            && row < problem.weights().outputs()
            && column >= 0
            && column < problem.weights().inputs();
    return inside ? problem.scale(row, column) : 0;
  }

  double copied(ProductProblem problem, Part part, int n, int h, int r) {
    return input(problem, n, part.copy().of(h, r, 0));
  }

  double input(ProductProblem problem, int n, int index) {
    long at = (long) n * problem.inputWidth() + index;
    return at >= 0 && at < problem.input().count() ? problem.input().get(at) : Double.NaN;
  }

  void finish(ProductProblem problem, double[][] made) {}
}
