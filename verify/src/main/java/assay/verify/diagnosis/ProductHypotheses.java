package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.FP8;
import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.spec.ProjectionWeights;
import assay.verify.diagnosis.ProductProblem.Part;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;

/** Products with weights gone wrong. */
final class ProductHypotheses {

  /** One of them. */
  record Wrong(BugClass kind, String title, ProductSteps steps) {}

  @FunctionalInterface
  private interface Weight {
    double of(ProductProblem problem, Part part, int h, int o, int j);
  }

  @FunctionalInterface
  private interface Copied {
    int of(ProductProblem problem, Part part, int h, int r);
  }

  @FunctionalInterface
  private interface Scale {
    double of(ProductProblem problem, int row, int column);
  }

  @FunctionalInterface
  private interface Finish {
    void finish(ProductProblem problem, Part part, double[] made);
  }

  private ProductHypotheses() {}

  static List<Wrong> all() {
    List<Wrong> all = new ArrayList<>();
    all.addAll(scales());
    all.addAll(matrices());
    all.addAll(heads());
    all.addAll(copies());
    all.addAll(layouts());
    all.add(new Wrong(POISON, "a NaN is taken for 0", nanAsZero()));
    for (int tile : List.of(2, 4, 8, 16, 32, 64, 128)) {
      all.add(
          new Wrong(TAIL, "terms past the last full %d are dropped".formatted(tile), ends(tile)));
      all.add(
          new Wrong(
              TAIL,
              "results past the last full %d are not written".formatted(tile),
              written(tile)));
    }
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
        scale(PRODUCT, "rows and columns of scales are exchanged", ProductHypotheses::exchanged),
        scale(PRODUCT, "scales lie as [inputs, outputs]", ProductHypotheses::exchangedRows),
        scale(FP8, "scales are rounded down to powers of two", (p, r, c) -> down(p.scale(r, c))),
        scale(FP8, "scales are rounded up to powers of two", (p, r, c) -> up(p.scale(r, c))),
        scale(FP8, "scales are rounded to powers of two", (p, r, c) -> near(p.scale(r, c))),
        scale(FP8, "scales lose their sign", (p, r, c) -> Math.abs(p.scale(r, c))),
        scale(
            FP8,
            "exponents are taken for scales",
            (p, r, c) -> Math.getExponent(p.scale(r, c)) + 127),
        scale(FP8, "all blocks have the first scale", (p, r, c) -> p.scale(0, 0)),
        scale(FP8, "blocks share the row evenly", ProductHypotheses::even));
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
            "keys' rows are those of values, and the other way round",
            ProductHypotheses::otherRows),
        weight(
            "a head's rows are as many as its keys",
            (p, part, h, o, j) -> headRows(p, part, h, o, j, false)),
        weight(
            "a head's rows are as many as its values",
            (p, part, h, o, j) -> headRows(p, part, h, o, j, true)),
        weight("a head's part of the matrix is transposed", ProductHypotheses::headTransposed),
        new Wrong(PRODUCT, "sums run over the copied features too", longer()),
        new Wrong(PRODUCT, "the first term counts twice", twice()),
        new Wrong(STATE, "sums go on from head to head", running(true)),
        new Wrong(STATE, "a token's input is that of the token before", tokenBefore()),
        new Wrong(PRODUCT, "sums go on from token to token", running(false)),
        new Wrong(PRODUCT, "the last term is dropped", shortened(1)));
  }

  private static List<Wrong> heads() {
    List<Wrong> heads = new ArrayList<>();
    heads.add(head("every head is head 0", (h, count) -> 0));
    heads.add(head("heads are in reverse order", (h, count) -> count - 1 - h));
    heads.add(head("each head is the next", (h, count) -> (h + 1) % count));
    heads.add(head("each head is the one before", (h, count) -> (h + count - 1) % count));
    heads.add(head("neighbouring heads are exchanged", (h, count) -> (h ^ 1) < count ? h ^ 1 : h));
    for (int fold : List.of(2, 4, 8, 16)) {
      heads.add(head("heads repeat after " + fold, (h, count) -> h % fold));
      heads.add(inputOf("heads' inputs repeat after " + fold, h -> h % fold));
    }
    heads.add(inputOf("every head reads head 0's input", h -> 0));
    heads.add(
        new Wrong(
            HEADS,
            "the heads asked for begin with head 0",
            new ProductSteps() {
              @Override
              int head(ProductProblem problem, int head) {
                return head - problem.firstHead();
              }
            }));
    return heads;
  }

  private static Wrong inputOf(String title, java.util.function.IntUnaryOperator other) {
    return new Wrong(
        HEADS,
        title,
        new ProductSteps() {
          @Override
          int from(ProductProblem problem, Part part, int h, int o, int j) {
            return part.from().of(other.applyAsInt(h), o, j);
          }
        });
  }

  private static List<Wrong> copies() {
    return List.of(
        copied("copied features are left out", (p, part, h, r) -> -1),
        copied(
            "every head has head 0's copied features", (p, part, h, r) -> part.copy().of(0, r, 0)),
        copied(
            "copied features are the first",
            (p, part, h, r) -> part.copy().of(h, r, 0) - part.terms()),
        copied("copied features are off by one", (p, part, h, r) -> part.copy().of(h, r, 0) + 1));
  }

  private static List<Wrong> layouts() {
    return List.of(
        layout(
            "tokens and heads are exchanged in the result",
            (p, part, made) -> {
              double[] right = made.clone();
              for (int i = 0; i < made.length; i++) {
                int n = i / part.width() / p.heads();
                int h = i / part.width() % p.heads();
                made[(h * p.tokens() + n) * part.width() + i % part.width()] = right[i];
              }
            }),
        layout(
            "every fourth's middle results are exchanged",
            (p, part, made) -> {
              double[] right = made.clone();
              for (int i = 0; i < made.length; i++) {
                int o = i % part.width();
                int other = o % 4 == 1 ? 1 : o % 4 == 2 ? -1 : 0;
                made[i] = o + other < part.width() ? right[i + other] : right[i];
              }
            }),
        stride("the result's rows are as far apart as the input's", true),
        stride("copied features have no room in a row", false));
  }

  private static Wrong stride(String title, boolean ofInput) {
    return layout(
        title,
        (p, part, made) -> {
          double[] right = made.clone();
          int rows = p.tokens() * p.heads();
          int stride = ofInput ? p.inputWidth() / p.heads() : part.products();
          for (int row = 0; row < rows; row++) {
            for (int o = 0; o < part.width() && row * stride + o < made.length; o++) {
              made[row * stride + o] = right[row * part.width() + o];
            }
          }
        });
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

  private static int heads(ProductProblem p) {
    return p.parts().getFirst().row().of(1, 0, 0) == p.parts().getFirst().row().of(0, 0, 0)
        ? 1
        : p.weights().outputs()
            / (p.parts().getFirst().row().of(1, 0, 0) - p.parts().getFirst().row().of(0, 0, 0));
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
    return Math.copySign(Math.scalb(1, Math.getExponent(scale)), scale);
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

  private static Wrong head(String title, IntBinaryOperator head) {
    return new Wrong(
        HEADS,
        title,
        new ProductSteps() {
          @Override
          int head(ProductProblem problem, int h) {
            return problem.firstHead() + head.applyAsInt(h - problem.firstHead(), problem.heads());
          }
        });
  }

  private static Wrong copied(String title, Copied from) {
    return new Wrong(
        ROPE,
        title,
        new ProductSteps() {
          @Override
          double copied(ProductProblem problem, Part part, int n, int h, int r) {
            int index = from.of(problem, part, h, r);
            return index < 0 ? 0 : input(problem, n, index);
          }
        });
  }

  private static Wrong layout(String title, Finish finish) {
    return new Wrong(
        LAYOUT,
        title,
        new ProductSteps() {
          @Override
          void finish(ProductProblem problem, double[][] made) {
            for (int t = 0; t < made.length; t++) {
              finish.finish(problem, problem.parts().get(t), made[t]);
            }
          }
        });
  }

  private static ProductSteps nanAsZero() {
    DoubleUnaryOperator clean = x -> Double.isNaN(x) ? 0 : x;
    return new ProductSteps() {
      @Override
      double input(ProductProblem problem, int n, int index) {
        return clean.applyAsDouble(super.input(problem, n, index));
      }
    };
  }

  private static ProductSteps tokenBefore() {
    return new ProductSteps() {
      @Override
      double sum(ProductProblem problem, Part part, int n, int h, int o) {
        return super.sum(problem, part, Math.max(0, n - 1), h, o);
      }
    };
  }

  private static ProductSteps ends(int tile) {
    return new ProductSteps() {
      @Override
      int end(ProductProblem problem, Part part) {
        return part.terms() / tile * tile;
      }
    };
  }

  private static ProductSteps shortened(int by) {
    return new ProductSteps() {
      @Override
      int end(ProductProblem problem, Part part) {
        return part.terms() - by;
      }
    };
  }

  private static ProductSteps longer() {
    return new ProductSteps() {
      @Override
      int end(ProductProblem problem, Part part) {
        return part.terms() + problem.parts().getFirst().copies();
      }
    };
  }

  private static ProductSteps written(int tile) {
    return new ProductSteps() {
      @Override
      double sum(ProductProblem problem, Part part, int n, int h, int o) {
        return o < part.products() / tile * tile ? super.sum(problem, part, n, h, o) : 0;
      }
    };
  }

  private static ProductSteps twice() {
    return new ProductSteps() {
      @Override
      double sum(ProductProblem problem, Part part, int n, int h, int o) {
        return super.sum(problem, part, n, h, o)
            + input(problem, n, from(problem, part, h, o, 0)) * weight(problem, part, h, o, 0);
      }
    };
  }

  private static ProductSteps running(boolean overHeads) {
    return new ProductSteps() {
      @Override
      void finish(ProductProblem problem, double[][] made) {
        for (int t = 0; t < made.length; t++) {
          Part part = problem.parts().get(t);
          int step = (overHeads ? 1 : problem.heads()) * part.width();
          for (int i = step; i < made[t].length; i++) {
            boolean first = overHeads && i / part.width() % problem.heads() == 0;
            made[t][i] += first || i % part.width() >= part.products() ? 0 : made[t][i - step];
          }
        }
      }
    };
  }
}
