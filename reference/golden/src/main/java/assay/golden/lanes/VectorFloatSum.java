package assay.golden.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatSum} with the first two halvings in registers of 128 bits, which every machine with
 * vectors has.
 */
final class VectorFloatSum {

  private static final VectorSpecies<Float> QUARTER = FloatVector.SPECIES_128;

  private VectorFloatSum() {}

  /** The same bits; overwrites the first quarter of the sums. */
  static float of(float[] sums, int at) {
    FloatVector even = load(sums, at).add(load(sums, at + 8));
    FloatVector odd = load(sums, at + 4).add(load(sums, at + 12));
    even.add(odd).intoArray(sums, at);
    return sums[at] + sums[at + 2] + (sums[at + 1] + sums[at + 3]);
  }

  private static FloatVector load(float[] sums, int at) {
    return FloatVector.fromArray(QUARTER, sums, at);
  }
}
