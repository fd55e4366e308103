package assay.spec;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which weights of a row may have been seen before it: a Bloom filter, with all bits of a weight in
 * one word. It never misses one, and is wrong about one of 30,000 or so.
 *
 * <p>Of one row after another; buffers are kept.
 */
final class SeenWeights {

  /** Of a multiplicative hash: 2^64 over the golden ratio. */
  static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** More are not worth telling apart. */
  static final int MOST = 16;

  /** A weight has two masks of as many bits, each one of 1,024. */
  private static final int BITS = 4;

  private static final int MASK_BITS = 10;
  private static final int LAST_MASK = (1 << MASK_BITS) - 1;
  private static final int KEYS_PER_WORD = 2;
  private static final long[] MASKS = masks();

  private long[] words = {};
  private final int[] again = new int[MOST];

  /** Keys whose weight may be that of an earlier one, {@link #MOST} at the most, in order. */
  int[] again(double[] weights, int keys) {
    int wordBits = Integer.SIZE - Integer.numberOfLeadingZeros(keys / KEYS_PER_WORD | 1);
    clear(1 << wordBits);
    int count = 0;
    for (int t = 0; t < keys && count < MOST; t++) {
      long hash = Double.doubleToRawLongBits(weights[t]) * GOLDEN;
      int word = (int) (hash >>> Long.SIZE - wordBits);
      int rest = (int) (hash >>> Integer.SIZE - wordBits);
      int low = rest >>> Integer.SIZE - 2 * MASK_BITS & LAST_MASK;
      long mask = MASKS[rest >>> Integer.SIZE - MASK_BITS] | MASKS[low];
      if ((words[word] & mask) == mask) {
        again[count] = t;
        count++;
      }
      words[word] |= mask;
    }
    return Arrays.copyOf(again, count);
  }

  private void clear(int count) {
    if (words.length == count) {
      Arrays.fill(words, 0);
    } else {
      words = new long[count];
    }
  }

  private static long[] masks() {
    SplittableRandom random = new SplittableRandom(BITS);
    long[] masks = new long[1 << MASK_BITS];
    for (int i = 0; i < masks.length; i++) {
      while (Long.bitCount(masks[i]) < BITS) {
        masks[i] |= 1L << random.nextInt(Long.SIZE);
      }
    }
    return masks;
  }
}
