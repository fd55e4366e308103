package assay.verify;

import assay.spec.Implementation;
import assay.spec.Model;
import assay.spec.Operator;
import assay.spec.Reference;
import java.util.function.Function;

/**
 * One operator with what says what is right, and with problems that follow from a seed: the same
 * bits on every machine.
 *
 * @param <P> the operator's problem
 * @param reference the golden model
 * @param formula its oracle, for small problems
 * @param small problems small enough for the oracle: odd widths, boundaries, empty parts
 * @param like problems with the widths and heads of a model, and few tokens
 * @param data a problem's inputs, in the order of its record
 * @param properties what must hold for every implementation
 */
public record GoldenOperator<P>(
    Operator operator,
    Reference<P> reference,
    Implementation<P> formula,
    Function<Drawing, P> small,
    LikeModel<P> like,
    Function<P, ProblemData> data,
    Properties<P> properties) {

  /** A problem of a model's shape. */
  @FunctionalInterface
  public interface LikeModel<P> {
    P draw(Model model, long seed);
  }

  /** The small problem of this seed. */
  public P small(long seed) {
    return small.apply(new Drawing(seed));
  }
}
