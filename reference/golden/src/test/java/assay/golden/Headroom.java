package assay.golden;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Result;

/** Largest error in units of its budget, over all elements of all tensors of a result. */
record Headroom(double hard, double statistical) {

  static Headroom of(Expectation expected, Result actual) {
    double hard = 0;
    double statistical = 0;
    for (int i = 0; i < expected.result().tensors().size(); i++) {
      double[] golden = expected.result().tensors().get(i).values();
      double[] subject = actual.tensors().get(i).values();
      ErrorBudget budget = expected.budgets().get(i);
      for (int j = 0; j < golden.length; j++) {
        hard = Math.max(hard, ratio(golden[j], subject[j], budget.hard()[j]));
        statistical = Math.max(statistical, ratio(golden[j], subject[j], budget.statistical()[j]));
      }
    }
    return new Headroom(hard, statistical);
  }

  private static double ratio(double golden, double subject, double budget) {
    if (Double.compare(golden, subject) == 0) {
      return 0;
    }
    double ratio = Math.abs(golden - subject) / budget;
    return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
  }
}
