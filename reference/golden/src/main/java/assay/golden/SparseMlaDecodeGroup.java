package assay.golden;

import assay.spec.SparseMlaDecode.Problem;

/**
 * All heads of one query token.
 *
 * @param token counted over B · S
 * @param slots what it attends to, as listed
 */
record SparseMlaDecodeGroup(Problem problem, int token, int[] slots) implements AttentionGroup {

  @Override
  public int rows() {
    return problem.heads();
  }

  @Override
  public int keys() {
    return slots.length;
  }

  @Override
  public int visible(int row) {
    return slots.length;
  }

  @Override
  public int resultRow(int row) {
    return token * problem.heads() + row;
  }

  @Override
  public double sink(int row) {
    return problem.sinks()[row];
  }

  @Override
  public boolean valuesArePartsOfKeys() {
    return true;
  }

  @Override
  public void query(int row, double[] target, int at) {
    long first = (long) resultRow(row) * problem.width();
    problem.query().copyTo(first, target, at, problem.width());
  }

  @Override
  public void key(int t, double[] target, int at) {
    problem.cache().readSlot(slots[t], 0, problem.width(), target, at);
  }

  @Override
  public void value(int t, double[] target, int at) {
    problem.cache().readSlot(slots[t], 0, problem.valueWidth(), target, at);
  }
}
