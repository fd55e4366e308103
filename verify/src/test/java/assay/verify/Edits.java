package assay.verify;

import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Implementations with a bug: another one's, fed another problem, or with its result edited. */
final class Edits {

  /** Changes {@code out} and {@code lse} in place. */
  @FunctionalInterface
  interface Edit<P> {
    void accept(P problem, double[] out, double[] lse);
  }

  private Edits() {}

  static <P> Implementation<P> result(Implementation<P> honest, Edit<P> edit) {
    return problem -> {
      Result result = honest.run(problem);
      double[] out = result.tensor("out").values().clone();
      double[] lse = result.tensor("lseNats").values().clone();
      edit.accept(problem, out, lse);
      return like(result, out, lse);
    };
  }

  /** Every out is moved by what {@code by} makes of the problem. */
  static <P> Implementation<P> moved(Implementation<P> honest, Function<P, ? extends Number> by) {
    return result(
        honest,
        (problem, out, lse) -> {
          for (int i = 0; i < out.length; i++) {
            out[i] += by.apply(problem).doubleValue();
          }
        });
  }

  /** Every out and lse goes through these. */
  static <P> Implementation<P> mapped(
      Implementation<P> honest, UnaryOperator<Double> out, UnaryOperator<Double> lse) {
    return result(
        honest,
        (problem, outs, lses) -> {
          for (int i = 0; i < outs.length; i++) {
            outs[i] = out.apply(outs[i]);
          }
          for (int i = 0; i < lses.length; i++) {
            lses[i] = lse.apply(lses[i]);
          }
        });
  }

  static <P> Implementation<P> problem(Implementation<P> honest, UnaryOperator<P> edit) {
    return problem -> honest.run(edit.apply(problem));
  }

  /** As {@link #problem}, where the edited problem's rows are the original's in the same order. */
  static <P> Implementation<P> reshaped(Implementation<P> honest, UnaryOperator<P> edit) {
    return problem -> {
      Result edited = honest.run(edit.apply(problem));
      return like(
          honest.run(problem), edited.tensor("out").values(), edited.tensor("lseNats").values());
    };
  }

  static <P> Implementation<P> drifting(Implementation<P> honest) {
    AtomicInteger runs = new AtomicInteger();
    return moved(honest, problem -> runs.getAndIncrement());
  }

  /** The first feature is larger by 1 after a run on a problem of more rows. */
  static <P> Implementation<P> remembering(Implementation<P> honest) {
    AtomicInteger most = new AtomicInteger();
    return result(
        honest,
        (problem, out, lse) -> {
          if (out.length > 0 && most.getAndAccumulate(lse.length, Math::max) > lse.length) {
            out[0] += 1;
          }
        });
  }

  private static Result like(Result shape, double[] out, double[] lse) {
    List<Tensor> tensors = shape.tensors();
    return Result.of(
        new Tensor("out", tensors.get(0).axes(), out),
        new Tensor("lseNats", tensors.get(1).axes(), lse));
  }
}
