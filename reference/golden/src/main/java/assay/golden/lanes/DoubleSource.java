package assay.golden.lanes;

/** Where the numbers of a matrix come from: an array, or memory in any format. */
@FunctionalInterface
interface DoubleSource {

  /** Numbers {@code first} to before {@code first + count} into {@code target}. */
  void copy(long first, double[] target, int at, int count);
}
