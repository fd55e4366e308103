package assay.golden;

/** The group of a pass that has not begun. */
record NoRows() implements AttentionGroup {

  @Override
  public int rows() {
    return 0;
  }

  @Override
  public int keys() {
    return 0;
  }

  @Override
  public int visible(int row) {
    throw new IllegalStateException("there are no rows");
  }

  @Override
  public int resultRow(int row) {
    throw new IllegalStateException("there are no rows");
  }

  @Override
  public void query(int row, double[] target, int at) {
    throw new IllegalStateException("there are no rows");
  }

  @Override
  public void key(int t, double[] target, int at) {
    throw new IllegalStateException("there are no keys");
  }

  @Override
  public void value(int t, double[] target, int at) {
    throw new IllegalStateException("there are no keys");
  }
}
