package assay.verify;

import assay.evidence.WorstElement;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.List;

/**
 * Holds one result against what was expected of it, element by element.
 *
 * <p>Headroom is |actual − expected| / budget; an honest element stays at or below 1. NaN must meet
 * NaN and an infinity the same infinity: anything else has infinite headroom. A budget of 0 allows
 * the exact value alone.
 */
public final class Judge {

  private Judge() {}

  /**
   * Holds a result against what is expected of it.
   *
   * @throws IllegalArgumentException if {@code actual} has other tensors than expected
   */
  public static Comparison compare(Expectation expected, Result actual) {
    return compare(expected, actual, 1);
  }

  /** As {@link #compare(Expectation, Result)}, with every budget taken {@code times}. */
  static Comparison compare(Expectation expected, Result actual, double times) {
    List<Tensor> wanted = expected.result().tensors();
    List<Tensor> found = actual.tensors();
    requireSameShape(wanted, found);
    Tally tally = new Tally();
    for (int i = 0; i < wanted.size(); i++) {
      tally.tensor(wanted.get(i), found.get(i), expected.budgets().get(i), times);
    }
    return tally.comparison(new Mismatch(expected, actual, times));
  }

  private static void requireSameShape(List<Tensor> wanted, List<Tensor> found) {
    if (!shapes(wanted).equals(shapes(found))) {
      throw new IllegalArgumentException(
          "result has tensors %s; expected are %s".formatted(shapes(found), shapes(wanted)));
    }
  }

  private static List<String> shapes(List<Tensor> tensors) {
    return tensors.stream().map(tensor -> tensor.name() + tensor.axes()).toList();
  }

  /** |actual − expected|, infinite where NaN or an infinity is not met by the same. */
  static double error(double expected, double actual) {
    if (Double.isNaN(expected) || Double.isNaN(actual)) {
      return Double.isNaN(expected) && Double.isNaN(actual) ? 0 : Double.POSITIVE_INFINITY;
    }
    return expected == actual ? 0 : Math.abs(actual - expected);
  }

  /** Error in budgets; infinite where the error is, and where the budget is no finite number. */
  static double headroom(double error, double budget) {
    if (error == 0) {
      return 0;
    }
    boolean measurable = Double.isFinite(error) && budget >= 0 && Double.isFinite(budget);
    return measurable ? error / budget : Double.POSITIVE_INFINITY;
  }

  /** The worst so far. */
  private static final class Tally {
    private double hard;
    private double statistical;
    private long elements;
    private WorstElement worst = new WorstElement("", "", 0, 0, 0, 0);

    void tensor(Tensor wanted, Tensor found, ErrorBudget budget, double times) {
      for (int i = 0; i < wanted.values().length; i++) {
        double error = error(wanted.values()[i], found.values()[i]);
        double allowed = budget.statistical()[i] * times;
        double headroom = headroom(error, allowed);
        hard = Math.max(hard, headroom(error, budget.hard()[i] * times));
        if (headroom > statistical) {
          statistical = headroom;
          worst = element(wanted, i, found.values()[i], error, allowed);
        }
      }
      elements += wanted.values().length;
    }

    Comparison comparison(Mismatch compared) {
      return new Comparison(hard, statistical, elements, worst, compared);
    }

    private static WorstElement element(
        Tensor wanted, int i, double actual, double error, double budget) {
      return new WorstElement(
          wanted.name(), wanted.describe(i), wanted.values()[i], actual, error, budget);
    }
  }
}
