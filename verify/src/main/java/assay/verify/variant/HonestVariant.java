package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import java.util.function.Function;

/**
 * A correct implementation of one operator; no judge may accuse it.
 *
 * @param <P> the operator's problem
 * @param name what is special about it, in kebab-case, such as {@code split-8-truncating}
 * @param contract what it promises about its arithmetic, and keeps
 * @param implementation a new instance, with a workspace of its own that it keeps between runs; not
 *     for two threads at once
 */
public record HonestVariant<P>(
    String name,
    Operator operator,
    NumericContract contract,
    Function<Surroundings, Implementation<P>> implementation) {}
