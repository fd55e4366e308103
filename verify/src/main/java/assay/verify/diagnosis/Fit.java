package assay.verify.diagnosis;

import assay.spec.Result;
import assay.spec.Tensor;
import java.util.BitSet;
import java.util.List;

/** How well an alternative result accounts for what a subject got wrong. */
final class Fit {

  /**
   * An element counts as explained within so many budgets, since the budget is of the right one.
   */
  private static final double BUDGETS = 4;

  /** Or where so little is left of its error. */
  private static final double REST = 1.0 / 64;

  /**
   * But never where more is left, or what changes nothing would explain an error of two budgets.
   */
  private static final double MOST = 0.5;

  /** A NaN explains less than a number, since many mistakes end in one. */
  private static final double NAN = 0.55;

  private Fit() {}

  /**
   * From 0 to 1, the mean over tensors: of the elements that are wrong or that the alternative
   * would have made wrong, the share on which subject and alternative agree.
   */
  static double of(Sample<?> sample, List<BitSet> wrong, Result alternative) {
    double sum = 0;
    int concerned = 0;
    for (int t = 0; t < sample.tensors(); t++) {
      Tensor other = alternative.tensors().get(t);
      double[] counts = counts(sample, wrong.get(t), t, other.values());
      if (counts[1] > 0) {
        concerned++;
        sum += counts[0] / counts[1];
      }
    }
    return concerned == 0 ? 0 : sum / concerned;
  }

  /** Whether the alternative would have been seen. */
  static boolean differs(Sample<?> sample, Result alternative) {
    for (int t = 0; t < sample.tensors(); t++) {
      double[] values = alternative.tensors().get(t).values();
      for (int i = 0; i < values.length; i++) {
        if (!Sample.isNear(sample.golden(t, i), values[i], BUDGETS * sample.budget(t, i))) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many are explained, and how many ought to be. */
  private static double[] counts(Sample<?> sample, BitSet wrong, int t, double... alternative) {
    double explained = 0;
    long concerned = 0;
    for (int i = 0; i < alternative.length; i++) {
      double golden = sample.golden(t, i);
      double actual = sample.actual(t, i);
      double budget = BUDGETS * sample.budget(t, i);
      boolean differs = !Sample.isNear(golden, alternative[i], budget);
      if (wrong.get(i) || (differs && !Sample.isNear(alternative[i], actual, budget))) {
        concerned++;
        double error = Math.abs(golden - actual);
        double allowed = Math.min(Math.max(budget, REST * error), MOST * error);
        boolean agrees = Sample.isNear(alternative[i], actual, finite(allowed, budget));
        explained += wrong.get(i) && agrees ? Double.isNaN(actual) ? NAN : 1 : 0;
      }
    }
    return new double[] {explained, concerned};
  }

  private static double finite(double allowed, double otherwise) {
    return Double.isFinite(allowed) ? allowed : otherwise;
  }
}
