package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.SCALE;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.verify.diagnosis.ProductProblem.Part;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/** Products with weights gone wrong. */
final class ProductHypotheses {

  /** One of them. */
  record Wrong(BugClass kind, String title, ProductSteps steps) {}

  @FunctionalInterface
  private interface Copied {
    int of(ProductProblem problem, Part part, int h, int r);
  }

  @FunctionalInterface
  private interface Finish {
    void finish(ProductProblem problem, Part part, double[] made);
  }

  private ProductHypotheses() {}

  static List<Wrong> all() {
    List<Wrong> all = new ArrayList<>();
    all.addAll(WeightHypotheses.all());
    all.addAll(sums());
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

  private static List<Wrong> sums() {
    return List.of(
        new Wrong(
            PRODUCT,
            "sums run over the copied features too",
            shortened(p -> -p.parts().getFirst().copies())),
        new Wrong(PRODUCT, "the first term counts twice", twice()),
        new Wrong(STATE, "sums go on from head to head", running(true)),
        new Wrong(STATE, "a token's input is that of the token before", tokenBefore()),
        new Wrong(PRODUCT, "sums go on from token to token", running(false)),
        new Wrong(PRODUCT, "the last term is dropped", shortened(p -> 1)),
        new Wrong(SCALE, "sums are over the root of the key's width", overRoot(true)),
        new Wrong(SCALE, "sums are over the root of their terms", overRoot(false)));
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
      heads.add(weightOf("heads' weights repeat after " + fold, h -> h % fold));
      heads.add(inputOf("heads' inputs repeat after " + fold, h -> h % fold));
    }
    heads.add(inputOf("every head reads head 0's input", h -> 0));
    heads.add(weightOf("every head has head 0's weights", h -> 0));
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

  private static Wrong inputOf(String title, IntUnaryOperator other) {
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

  private static Wrong weightOf(String title, IntUnaryOperator other) {
    return new Wrong(
        HEADS,
        title,
        new ProductSteps() {
          @Override
          double weight(ProductProblem problem, Part part, int h, int o, int j) {
            return super.weight(problem, part, other.applyAsInt(h), o, j);
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

  /** What is only copied stays as it is. */
  private static ProductSteps overRoot(boolean withCopies) {
    return new ProductSteps() {
      @Override
      double sum(ProductProblem problem, Part part, int n, int h, int o) {
        int width = part.terms() + (withCopies ? part.copies() : 0);
        return super.sum(problem, part, n, h, o) / Math.sqrt(width);
      }
    };
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

  private static ProductSteps shortened(ToIntFunction<ProductProblem> by) {
    return new ProductSteps() {
      @Override
      int end(ProductProblem problem, Part part) {
        return part.terms() - by.applyAsInt(problem);
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
