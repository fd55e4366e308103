package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeVariant;
import assay.spec.Confidence;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.BudgetTerms;
import assay.verify.Failure;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Subject;
import java.util.List;

/** A kernel as what is under test, and what must hold for it. */
record KernelSubject(ReopeningKernel kernel, KernelSource source, Confidence confidence) {

  static final GoldenOperator<Problem> OPERATOR = GoldenOperators.pagedMlaDecode();

  /** In kebab-case. */
  static String operator() {
    return OPERATOR.operator().name().kebab();
  }

  String name() {
    return source.ptx().name();
  }

  /** Which of Assay's kernels it takes the place of. */
  PagedMlaDecodeVariant variant() {
    return PagedMlaDecodeVariant.of(source.ptx());
  }

  Subject<Problem> subject() {
    return new Subject<>(name(), kernel, variant().contract(), variant().batchInvariant());
  }

  /** Every property of the operator, held by this kernel. */
  List<Property<Problem>> properties() {
    return OPERATOR.properties().of(subject(), OPERATOR.reference().with(confidence));
  }

  /** What the budgets of a failure's smallest problem are granted for. */
  BudgetTerms<Problem> terms(Failure<Problem> failure) {
    return new BudgetTerms<>(OPERATOR, failure.smallest().problem(), variant().contract());
  }
}
