package assay.bench.peers;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Normal random numbers in F32 that follow from a seed. */
final class Normals {

  private final RandomGenerator random;

  Normals(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
