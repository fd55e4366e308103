package assay.bench;

import assay.numerics.BFloat16;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random bf16 codes, fast enough for caches of gigabytes: each is drawn evenly from a table of
 * 65,536 normal ones.
 */
public final class NormalCodes {

  private static final int BITS = 16;

  private final RandomGenerator random;
  private final short[] table = new short[1 << BITS];

  public NormalCodes(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < table.length; i++) {
      table[i] = BFloat16.fromFloat((float) random.nextGaussian());
    }
  }

  /** The next {@code count} codes. */
  public short[] next(int count) {
    short[] codes = new short[count];
    for (int i = 0; i < count; ) {
      long bits = random.nextLong();
      for (int end = Math.min(count, i + Long.SIZE / BITS); i < end; i++) {
        codes[i] = table[(int) bits & table.length - 1];
        bits >>>= BITS;
      }
    }
    return codes;
  }
}
