package assay.golden;

/**
 * Query rows that share a list of keys and values; row i attends to its first {@link #visible}.
 *
 * <p>What each operator of softmax attention gives {@link AttentionEngine}.
 */
interface AttentionGroup {

  int rows();

  /** Keys in the list; at least what any row sees. */
  int keys();

  /** T of row {@code row}. */
  int visible(int row);

  /** Which row of the result it is. */
  int resultRow(int row);

  /** Its sink in nats; −∞ for none. */
  default double sink(int row) {
    return Double.NEGATIVE_INFINITY;
  }

  /** Whether a value is the first elements of its key. */
  default boolean valuesArePartsOfKeys() {
    return false;
  }

  /** Writes a row's query, not scaled, from {@code at} on. */
  void query(int row, double[] target, int at);

  /** Writes key {@code t} of the list from {@code at} on. */
  void key(int t, double[] target, int at);

  /** Writes the value of key {@code t} from {@code at} on. */
  void value(int t, double[] target, int at);
}
