package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DoubleScan} in vector registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorDoubleScan implements DoubleScan {

  private static final VectorSpecies<Double> SPECIES =
      Template.doubleSpecies(MethodHandles.lookup());
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, SPECIES.vectorShape());
  private static final int WIDTH = SPECIES.length();

  VectorDoubleScan() {}

  @Override
  public void scan(
      double[] w, int at, int keys, int width, double least, long[] heavy, double[] light) {
    for (int j = 0; j < width; j += WIDTH) {
      weights(w, at + j, keys, width, least, heavy, light, j);
    }
  }

  private static void weights(
      double[] w,
      int at,
      int keys,
      int width,
      double least,
      long[] heavy,
      double[] light,
      int lane) {
    DoubleVector bound = DoubleVector.broadcast(SPECIES, least);
    DoubleVector sum = DoubleVector.zero(SPECIES);
    LongVector set = LongVector.zero(LONGS);
    LongVector bit = LongVector.broadcast(LONGS, 1);
    for (int t = 0; t < keys; t++) {
      DoubleVector weight = DoubleVector.fromArray(SPECIES, w, at + t * width);
      VectorMask<Double> isHeavy = weight.compare(VectorOperators.GE, bound);
      set = set.or(bit).blend(set, isHeavy.not().cast(LONGS));
      sum = sum.add(weight).blend(sum, isHeavy);
      bit = bit.add(bit);
    }
    set.intoArray(heavy, lane);
    sum.intoArray(light, lane);
  }
}
