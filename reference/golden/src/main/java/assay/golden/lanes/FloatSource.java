package assay.golden.lanes;

/** Where the numbers of a matrix come from: an array, or memory in any format. */
@FunctionalInterface
interface FloatSource {

  /** Numbers {@code first} to before {@code first + count} into {@code target}. */
  void copy(long first, float[] target, int at, int count);
}
