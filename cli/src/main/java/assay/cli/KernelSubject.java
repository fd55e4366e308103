package assay.cli;

import assay.spec.Confidence;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.UnsupportedProblem;
import assay.verify.BudgetTerms;
import assay.verify.Failure;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel as what is under test, and what must hold for it.
 *
 * @param <P> the operator's problem
 */
record KernelSubject<P>(
    KernelOption.Choice<P> choice,
    ReopeningKernel<P> kernel,
    EntryTally<P> tally,
    Confidence confidence) {

  KernelSubject(KernelOption.Choice<P> choice, ReopeningKernel<P> kernel, Confidence confidence) {
    this(choice, kernel, new EntryTally<>(kernel), confidence);
  }

  /** The operator in kebab-case. */
  String operator() {
    return choice.operator().name().kebab();
  }

  GoldenOperator<P> golden() {
    return golden(choice.operator());
  }

  @SuppressWarnings("unchecked") // the operator's problems are P
  static <P> GoldenOperator<P> golden(Operator operator) {
    return (GoldenOperator<P>) GoldenOperators.of(operator);
  }

  NumericContract contract() {
    return choice.contract();
  }

  String name() {
    return choice.name();
  }

  Subject<P> subject() {
    return new Subject<>(name(), tally, contract(), choice.batchInvariant());
  }

  /** Whether the kernel has a path for a problem; what fails in another way has one. */
  boolean accepts(P problem) {
    try {
      kernel.run(problem);
      return true;
    } catch (UnsupportedProblem e) {
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }

  /** Every property of the operator, held by this kernel; on the emulator one more. */
  List<Property<P>> properties() {
    List<Property<P>> all =
        new ArrayList<>(golden().properties().of(subject(), golden().reference().with(confidence)));
    if (kernel.device().info().emulated()) {
      all.add(new ScheduledKernel<>(choice.opener()).property());
    }
    return all;
  }

  /** What the budgets of a failure's smallest problem are granted for. */
  BudgetTerms<P> terms(Failure<P> failure) {
    return new BudgetTerms<>(golden(), failure.smallest().problem(), contract());
  }
}
