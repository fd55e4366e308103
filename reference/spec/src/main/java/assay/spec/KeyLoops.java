package assay.spec;

/** Loops over the keys of a row that its budgets take most of their time for. */
public interface KeyLoops {

  /**
   * Writes the form of each key, with the row's bounds of spreads, and returns the largest; 0 where
   * none is above.
   */
  double squares(SquareForm form, AttentionTerms row, double largest, double[] target);

  /** The largest of elements {@code from} to before {@code to}; −∞ where there is none. */
  double largest(double[] x, int from, int to);

  /** Adds every key of {@code sums}. */
  void add(ErrorSums sums);

  /** In plain Java. */
  KeyLoops PLAIN =
      new KeyLoops() {
        @Override
        public double squares(
            SquareForm form, AttentionTerms row, double largest, double[] target) {
          SquareForm ofKeys = form.of(row.spreadBounds());
          double[] spreads = row.spreadBounds().keys();
          double most = 0;
          for (int t = 0; t < row.keys(); t++) {
            target[t] = ofKeys.of(row.scores()[t], largest, spreads[t]);
            most = Math.max(most, target[t]);
          }
          return most;
        }

        @Override
        public double largest(double[] x, int from, int to) {
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = from; i < to; i++) {
            largest = Math.max(largest, x[i]);
          }
          return largest;
        }

        @Override
        public void add(ErrorSums sums) {
          for (int t = 0; t < sums.row().keys(); t++) {
            sums.add(t);
          }
        }
      };
}
