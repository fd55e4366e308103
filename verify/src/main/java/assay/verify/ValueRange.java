package assay.verify;

import java.util.Arrays;

/**
 * The range that the outputs of a row cannot leave: from the least value seen to the greatest, and
 * 0 with them where a sink takes weight.
 *
 * @param <P> the operator's problem
 */
record ValueRange<P>(P problem, AttentionTokens<P> tokens) {

  /** The rows with each output moved into its range; rows that see no key are left alone. */
  AttentionRows clamp(AttentionRows rows) {
    double[] out = rows.out().clone();
    int heads = tokens.heads(problem);
    for (int row = 0; row < rows.count(); row++) {
      int token = row / heads;
      int head = row % heads;
      if (tokens.visible(problem, token) > 0) {
        clamp(out, row * rows.width(), token, head);
      }
    }
    return rows.withOut(out);
  }

  private void clamp(double[] out, int at, int token, int head) {
    double[] least = tokens.value(problem, token, head, 0);
    double[] greatest = least.clone();
    for (int t = 1; t < tokens.visible(problem, token); t++) {
      include(tokens.value(problem, token, head, t), least, greatest);
    }
    if (tokens.sink(problem, head)) {
      include(new double[least.length], least, greatest);
    }
    Arrays.setAll(least, d -> clamp(out[at + d], least[d], greatest[d]));
    System.arraycopy(least, 0, out, at, least.length);
  }

  private static void include(double[] value, double[] least, double[] greatest) {
    for (int d = 0; d < value.length; d++) {
      least[d] = Math.min(least[d], value[d]);
      greatest[d] = Math.max(greatest[d], value[d]);
    }
  }

  /** A NaN is outside every range of numbers, so it becomes one. */
  private static double clamp(double value, double least, double greatest) {
    if (Double.isNaN(least)) {
      return value;
    }
    return Double.isNaN(value) ? least : Math.clamp(value, least, greatest);
  }
}
