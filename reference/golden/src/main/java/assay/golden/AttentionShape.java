package assay.golden;

/**
 * What the rows of an attention operator have in common.
 *
 * @param rows rows of the result
 * @param keyWidth features of a query and a key
 * @param valueWidth features of a value
 * @param scale the softmax scale
 */
record AttentionShape(int rows, int keyWidth, int valueWidth, double scale) {

  /** Elements of {@code out}. */
  int elements() {
    return Math.multiplyExact(rows, valueWidth);
  }
}
