package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.BudgetTerms;
import assay.verify.Failure;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Subject;
import java.util.ArrayList;
import java.util.List;

/** A kernel as what is under test, and what must hold for it. */
record KernelSubject(ReopeningKernel kernel, KernelSource source) {

  static final GoldenOperator<Problem> OPERATOR = GoldenOperators.pagedMlaDecode();

  /** In kebab-case. */
  static String operator() {
    return OPERATOR.operator().name().kebab();
  }

  String name() {
    return source.ptx().name();
  }

  Subject<Problem> subject() {
    return new Subject<>(name(), kernel, PagedMlaDecodeKernel.CONTRACT, true);
  }

  /** Every property of the operator, held by this kernel; on the emulator one more. */
  List<Property<Problem>> properties() {
    List<Property<Problem>> all =
        new ArrayList<>(OPERATOR.properties().of(subject(), OPERATOR.reference()));
    if (kernel.device().info().emulated()) {
      all.add(new ScheduledKernel(source.ptx()).property());
    }
    return all;
  }

  /** What the budgets of a failure's smallest problem are granted for. */
  BudgetTerms<Problem> terms(Failure<Problem> failure) {
    return new BudgetTerms<>(OPERATOR, failure.smallest().problem(), PagedMlaDecodeKernel.CONTRACT);
  }
}
