package assay.verify.matrix;

import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.Result;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Subject;
import assay.verify.planted.BugClass;
import assay.verify.planted.PlantedBug;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.function.Function;

/**
 * What judges are shown: a planted bug, or an honest variant.
 *
 * @param <P> the operator's problem
 * @param id of the bug, or name of the variant
 * @param group two letters of the bug's class
 * @param title what is wrong; empty for an honest variant
 * @param implementation a new instance
 * @param catchers properties that are tried first
 * @param bitwise whether it promises that bits do not depend on the batch, which is what bugs of
 *     {@link BugClass#INVARIANCE} break
 * @param equivalent whether it is argued to be no bug that can be seen
 * @param honest whether no judge may refuse it
 * @param emulated as {@link PlantedBug#emulated}
 */
record Candidate<P>(
    String id,
    String group,
    String title,
    Operator operator,
    NumericContract contract,
    Function<Surroundings, Implementation<P>> implementation,
    List<String> catchers,
    boolean bitwise,
    boolean equivalent,
    boolean honest,
    boolean emulated) {

  static <P> Candidate<P> of(PlantedBug<P> bug) {
    return new Candidate<>(
        bug.id(),
        bug.kind().prefix(),
        bug.title(),
        bug.operator(),
        bug.contract(),
        bug.implementation(),
        bug.catchers(),
        bug.kind() == BugClass.INVARIANCE,
        !bug.equivalence().isEmpty(),
        false,
        bug.emulated());
  }

  static <P> Candidate<P> of(HonestVariant<P> variant) {
    return new Candidate<>(
        variant.name(),
        "",
        "",
        variant.operator(),
        variant.contract(),
        variant.implementation(),
        List.of(),
        false,
        false,
        true,
        false);
  }

  String operatorName() {
    return operator.name().kebab();
  }

  @SuppressWarnings("unchecked") // the operator's problems are P
  GoldenOperator<P> golden() {
    return (GoldenOperator<P>) GoldenOperators.of(operator);
  }

  Subject<P> subject(Surroundings surroundings) {
    return new Subject<>(id, implementation.apply(surroundings), contract, bitwise);
  }

  /** What a rival's rule sees of one run of a new instance on a problem of its operator. */
  @SuppressWarnings("unchecked") // the problem is of its operator
  Result run(Surroundings surroundings, Object problem) {
    Surroundings own = emulated ? Surroundings.FORGIVING : surroundings;
    return implementation.apply(own).run((P) problem);
  }
}
