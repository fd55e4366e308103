package assay.golden.lanes;

/** A look at the partial sums in a panel's lanes: what {@link SumPaths} keeps of them. */
interface DoublePaths {

  /**
   * Element by element, with f the lane's factor, h half its new keys, b := f · before and o what
   * is in {@code out}: sums := f · sums + h (b + o), squares := f² · squares + h (b² + o²), before
   * := o.
   *
   * @param at where the panel begins in all four, [elements, width]
   * @param factors of all lanes, as {@code halves}
   * @param lane the panel's first
   */
  void add(
      double[] out,
      int at,
      int elements,
      int width,
      double[] factors,
      double[] halves,
      int lane,
      double[] before,
      double[] sums,
      double[] squares);
}
