package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DoublePaths} in vector registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorDoublePaths implements DoublePaths {

  private static final VectorSpecies<Double> SPECIES =
      Template.doubleSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorDoublePaths() {}

  @Override
  public void add(
      double[] out,
      int at,
      int elements,
      int width,
      double[] factors,
      double[] halves,
      int lane,
      double[] before,
      double[] sums,
      double[] squares) {
    for (int j = 0; j < width; j += WIDTH) {
      DoubleVector factor = DoubleVector.fromArray(SPECIES, factors, lane + j);
      DoubleVector half = DoubleVector.fromArray(SPECIES, halves, lane + j);
      DoubleVector factorSquare = factor.mul(factor);
      for (int i = at + j; i < at + elements * width; i += width) {
        DoubleVector old = factor.mul(DoubleVector.fromArray(SPECIES, before, i));
        DoubleVector now = DoubleVector.fromArray(SPECIES, out, i);
        DoubleVector sum = factor.mul(DoubleVector.fromArray(SPECIES, sums, i));
        DoubleVector square = factorSquare.mul(DoubleVector.fromArray(SPECIES, squares, i));
        sum.add(half.mul(old.add(now))).intoArray(sums, i);
        square.add(half.mul(old.mul(old).add(now.mul(now)))).intoArray(squares, i);
        now.intoArray(before, i);
      }
    }
  }
}
