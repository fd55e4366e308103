package assay.golden;

import assay.spec.MhaDecode.Problem;

/** One sequence and key-value head: the query tokens of all heads that share it. */
record MhaDecodeGroup(Problem problem, int b, int g) implements AttentionGroup {

  @Override
  public int rows() {
    return problem.queryTokens() * problem.groupSize();
  }

  @Override
  public int keys() {
    return problem.table().lengths()[b];
  }

  @Override
  public int visible(int row) {
    return problem.visible(b, row / problem.groupSize());
  }

  @Override
  public int resultRow(int row) {
    int s = row / problem.groupSize();
    int h = g * problem.groupSize() + row % problem.groupSize();
    return (b * problem.queryTokens() + s) * problem.heads() + h;
  }

  @Override
  public void query(int row, double[] target, int at) {
    long first = (long) resultRow(row) * problem.keyWidth();
    problem.query().copyTo(first, target, at, problem.keyWidth());
  }

  @Override
  public void key(int t, double[] target, int at) {
    problem.keys().copyTo(problem.keyOffset(b, t, g), target, at, problem.keyWidth());
  }

  @Override
  public void value(int t, double[] target, int at) {
    problem.values().copyTo(problem.valueOffset(b, t, g), target, at, problem.valueWidth());
  }
}
