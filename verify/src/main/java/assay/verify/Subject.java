package assay.verify;

import assay.spec.Implementation;
import assay.spec.NumericContract;

/**
 * What is under test.
 *
 * @param <P> the operator's problem
 * @param name for people and evidence
 * @param contract what it promises about its arithmetic
 * @param bitwise whether it promises that moving pages, reordering sequences or heads, and
 *     attending alone instead of in a batch leave every bit as it was; if not, such runs may differ
 *     by what each may differ from the exact result
 */
public record Subject<P>(
    String name, Implementation<P> implementation, NumericContract contract, boolean bitwise) {}
