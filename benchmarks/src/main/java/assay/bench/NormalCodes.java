package assay.bench;

import assay.numerics.BFloat16;
import assay.numerics.Float8E4M3;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
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

  /** 1/2, 1 or 2. */
  float nextPowerOfTwo() {
    return Math.scalb(1f, random.nextInt(-1, 2));
  }

  /** The table's numbers times {@code factor}, as codes of E4M3. */
  byte[] tableInE4M3(float factor) {
    byte[] codes = new byte[table.length];
    for (int i = 0; i < codes.length; i++) {
      float value = factor * BFloat16.toFloat(table[i]);
      codes[i] = Float8E4M3.encode(value, Rounding.RN, Overflow.SATFINITE);
    }
    return codes;
  }

  /** The next {@code count} of such codes, from byte {@code at} of {@code pool} on. */
  void next(byte[] e4m3, byte[] pool, int at, int count) {
    for (int i = 0; i < count; ) {
      long bits = random.nextLong();
      for (int end = Math.min(count, i + Long.SIZE / BITS); i < end; i++) {
        pool[at + i] = e4m3[(int) bits & e4m3.length - 1];
        bits >>>= BITS;
      }
    }
  }
}
