package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.FP8;
import static assay.verify.planted.BugClass.PRODUCT;

import assay.spec.ProjectionWeights;
import assay.verify.diagnosis.ProductHypotheses.Wrong;
import assay.verify.diagnosis.ProductProblem.Part;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;

/** Weights gone wrong: which number of the matrix is taken, and under which scale. */
final class WeightHypotheses {

  @FunctionalInterface
  private interface Weight {
    double of(ProductProblem problem, Part part, int h, int o, int j);
  }

  @FunctionalInterface
  private interface Scale {
    double of(ProductProblem problem, int row, int column);
  }

  private WeightHypotheses() {}

  static List<Wrong> all() {
    List<Wrong> all = new ArrayList<>(scales());
    all.addAll(matrices());
    return all;
  }

  private static List<Wrong> scales() {
    return List.of(
        scale(PRODUCT, "the weights' scales are left out", (p, r, c) -> 1),
        scale(PRODUCT, "the weights' scales divide", (p, r, c) -> 1 / p.scale(r, c)),
        scale(
            PRODUCT,
            "a block has the scale of the block beside it",
            (p, r, c) -> at(p, r, c, 0, 1)),
        scale(PRODUCT, "a block has the scale of the block below", (p, r, c) -> at(p, r, c, 1, 0)),
        scale(PRODUCT, "rows and columns of scales are exchanged", WeightHypotheses::exchanged),
        scale(PRODUCT, "scales lie as [inputs, outputs]", WeightHypotheses::exchangedRows),
        scale(FP8, "scales are rounded down to powers of two", (p, r, c) -> down(p.scale(r, c))),
        scale(FP8, "scales are rounded up to powers of two", (p, r, c) -> up(p.scale(r, c))),
        scale(FP8, "scales are rounded to powers of two", (p, r, c) -> near(p.scale(r, c))),
        scale(FP8, "scales lose their sign", (p, r, c) -> Math.abs(p.scale(r, c))),
        scale(
            FP8,
            "exponents are taken for scales",
            (p, r, c) -> Math.getExponent(p.scale(r, c)) + 127),
        scale(FP8, "all blocks have the first scale", (p, r, c) -> p.scale(0, 0)),
        scale(FP8, "blocks share the row evenly", WeightHypotheses::even));
  }

  private static List<Wrong> matrices() {
    return List.of(
        weight(
            "the matrix is transposed",
            (p, part, h, o, j) -> {
              long flat =
                  (long) part.column().of(h, o, j) * p.weights().outputs() + part.row().of(h, o, j);
              return stored(p, flat);
            }),
        weight(
            "rows are off by one",
            (p, part, h, o, j) -> both(p, part.row().of(h, o, j) + 1, part.column().of(h, o, j))),
        weight(
            "columns are off by one",
            (p, part, h, o, j) -> both(p, part.row().of(h, o, j), part.column().of(h, o, j) + 1)),
        weight(
            "keys' rows are those of values, and the other way round", WeightHypotheses::otherRows),
        weight(
            "a head's rows are as many as its keys",
            (p, part, h, o, j) -> headRows(p, part, h, o, j, false)),
        weight(
            "a head's rows are as many as its values",
            (p, part, h, o, j) -> headRows(p, part, h, o, j, true)),
        weight("a head's part of the matrix is transposed", WeightHypotheses::headTransposed));
  }

  private static double at(ProductProblem p, int row, int column, int down, int right) {
    int block = ProjectionWeights.BLOCK;
    int r = row + down * block;
    int c = column + right * block;
    boolean inside =
        r / block <= (p.weights().outputs() - 1) / block
            && c / block <= (p.weights().inputs() - 1) / block;
    return inside
        ? p.scale(Math.min(r, p.weights().outputs() - 1), Math.min(c, p.weights().inputs() - 1))
        : p.scale(row, column);
  }

  private static double exchanged(ProductProblem p, int row, int column) {
    if (!(p.weights() instanceof ProjectionWeights.BlockScaled scaled)) {
      return 1;
    }
    int block = ProjectionWeights.BLOCK;
    long flat = (long) (column / block) * Math.ceilDiv(scaled.outputs(), block) + row / block;
    return scaled.scales().get(flat % scaled.scales().count());
  }

  private static double exchangedRows(ProductProblem p, int row, int column) {
    if (!(p.weights() instanceof ProjectionWeights.BlockScaled scaled)) {
      return 1;
    }
    int block = ProjectionWeights.BLOCK;
    long flat = (long) (column / block) * Math.ceilDiv(scaled.inputs(), block) + row / block;
    return scaled.scales().get(flat % scaled.scales().count());
  }

  private static double even(ProductProblem p, int row, int column) {
    int blocks = Math.ceilDiv(p.weights().inputs(), ProjectionWeights.BLOCK);
    int width = Math.ceilDiv(p.weights().inputs(), blocks);
    int other = Math.min(column / width * ProjectionWeights.BLOCK, p.weights().inputs() - 1);
    return p.scale(row, other);
  }

  private static double both(ProductProblem p, int row, int column) {
    boolean inside =
        row >= 0 && row < p.weights().outputs() && column >= 0 && column < p.weights().inputs();
    return inside ? p.stored(row, column) * p.scale(row, column) : 0;
  }

  private static double stored(ProductProblem p, long flat) {
    int inputs = p.weights().inputs();
    return both(p, (int) (flat / inputs), (int) (flat % inputs));
  }

  /** Rows of a head that are keys', as the product has them, and how many there are. */
  private static int rowsOfHead(ProductProblem p) {
    return p.weights().outputs() / Math.max(1, heads(p));
  }

  private static double otherRows(ProductProblem p, Part part, int h, int o, int j) {
    int rows = rowsOfHead(p);
    int row = part.row().of(h, o, j);
    int begin = h * rows;
    int own = part.row().of(h, 0, 0) - begin;
    int local = row - begin - own;
    int used = part.row().of(0, 1, 0) == part.row().of(0, 0, 0) ? part.terms() : part.products();
    return both(p, own == 0 ? begin + used + local : begin + local, part.column().of(h, o, j));
  }

  private static double headRows(ProductProblem p, Part part, int h, int o, int j, boolean values) {
    int rows = rowsOfHead(p);
    int local = part.row().of(h, o, j) - h * rows;
    int used = part.row().of(0, 1, 0) == part.row().of(0, 0, 0) ? part.terms() : part.products();
    boolean isValue = part.row().of(0, 0, 0) > 0;
    int stride = values == isValue ? used : rows - used;
    return both(p, h * stride + local, part.column().of(h, o, j));
  }

  private static double headTransposed(ProductProblem p, Part part, int h, int o, int j) {
    int first = part.row().of(h, 0, 0);
    int local = part.row().of(h, o, j) - first;
    int used = part.row().of(0, 1, 0) == part.row().of(0, 0, 0) ? part.terms() : part.products();
    long flat =
        (long) first * p.weights().inputs() + (long) part.column().of(h, o, j) * used + local;
    return stored(p, flat);
  }

  private static double down(double scale) {
    return Math.copySign(Math.scalb(1f, Math.getExponent(scale)), scale);
  }

  private static double up(double scale) {
    return down(scale) == scale ? scale : 2 * down(scale);
  }

  private static double near(double scale) {
    return scale / down(scale) < 1.5 ? down(scale) : 2 * down(scale);
  }

  private static Wrong scale(BugClass kind, String title, Scale scale) {
    return new Wrong(
        kind,
        title,
        new ProductSteps() {
          @Override
          double scale(ProductProblem problem, int row, int column) {
            return scale.of(problem, row, column);
          }
        });
  }

  private static Wrong weight(String title, Weight weight) {
    return new Wrong(
        PRODUCT,
        title,
        new ProductSteps() {
          @Override
          double weight(ProductProblem problem, Part part, int h, int o, int j) {
            return weight.of(problem, part, h, o, j);
          }
        });
  }

  private static int heads(ProductProblem p) {
    return p.parts().getFirst().row().of(1, 0, 0) == p.parts().getFirst().row().of(0, 0, 0)
        ? 1
        : p.weights().outputs()
            / (p.parts().getFirst().row().of(1, 0, 0) - p.parts().getFirst().row().of(0, 0, 0));
  }
}
