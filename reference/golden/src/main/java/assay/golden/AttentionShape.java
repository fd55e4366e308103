package assay.golden;

import assay.spec.UnsupportedProblem;

/**
 * What the rows of an attention operator have in common.
 *
 * @param rows rows of the result
 * @param keyWidth features of a query and a key
 * @param valueWidth features of a value
 * @param scale the softmax scale
 */
record AttentionShape(int rows, int keyWidth, int valueWidth, double scale) {

  /**
   * Elements of {@code out}.
   *
   * @throws UnsupportedProblem if a result cannot hold them
   */
  int elements() {
    long elements = (long) rows * valueWidth;
    if (elements > Integer.MAX_VALUE) {
      throw new UnsupportedProblem(
          "out has %d elements; a result holds at most %d".formatted(elements, Integer.MAX_VALUE));
    }
    return (int) elements;
  }
}
