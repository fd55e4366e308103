package assay.golden.lanes;

import assay.numerics.Elements;
import java.util.Optional;

/** Where the numbers of a matrix come from: an array, or memory in any format. */
@FunctionalInterface
interface DoubleSource {

  /** Numbers {@code first} to before {@code first + count} into {@code target}. */
  void copy(long first, double[] target, int at, int count);

  /** The array that holds them all, if there is one. */
  default Optional<double[]> array() {
    return Optional.empty();
  }

  static DoubleSource of(double[] array) {
    return new DoubleSource() {
      @Override
      public void copy(long first, double[] target, int at, int count) {
        System.arraycopy(array, (int) first, target, at, count);
      }

      @Override
      public Optional<double[]> array() {
        return Optional.of(array);
      }
    };
  }

  static DoubleSource of(Elements elements) {
    return (first, target, at, count) -> elements.copyTo(first, target, at, count);
  }
}
