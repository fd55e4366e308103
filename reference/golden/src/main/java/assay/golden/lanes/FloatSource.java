package assay.golden.lanes;

import assay.numerics.Elements;
import java.util.Optional;

/** Where the numbers of a matrix come from: an array, or memory in any format. */
@FunctionalInterface
interface FloatSource {

  /** Numbers {@code first} to before {@code first + count} into {@code target}. */
  void copy(long first, float[] target, int at, int count);

  /** The array that holds them all, if there is one. */
  default Optional<float[]> array() {
    return Optional.empty();
  }

  static FloatSource of(float[] array) {
    return new FloatSource() {
      @Override
      public void copy(long first, float[] target, int at, int count) {
        System.arraycopy(array, (int) first, target, at, count);
      }

      @Override
      public Optional<float[]> array() {
        return Optional.of(array);
      }
    };
  }

  static FloatSource of(Elements elements) {
    return (first, target, at, count) -> Widening.copy(elements, first, target, at, count);
  }
}
