package assay.verify.matrix;

import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decode problems of long contexts, of any head count and magnitude; as many heads as keep a
 * problem quick.
 */
final class HonestProblems {

  /** Most products of query and key in a problem of a thousand keys; longer ones have more. */
  private static final long PRODUCTS = 1L << 23;

  /** The same for longer ones, so that they may have as many heads. */
  private static final long LONG_PRODUCTS = 1L << 25;

  private static final int LONG = 2048;

  private static final List<Integer> HEADS = List.of(1, 2, 3, 8, 16, 32, 64, 128);

  private static final List<Double> GAINS = List.of(0.1, 1.0, 1.0, 3.0, 10.0, 100.0);

  /** Latent and rope widths; the first is for the longest. */
  private static final List<List<Integer>> WIDTHS =
      List.of(
          List.of(48, 16), //
          List.of(16, 8),
          List.of(66, 64),
          List.of(128, 32),
          List.of(512, 64));

  private HonestProblems() {}

  /** One sequence, or two of which the other is short. */
  static PagedMlaDecodeRecipe decode(LengthClass lengths, SplittableRandom random) {
    int length = lengths.length(random);
    int shaped = lengths == LengthClass.KEYS_128_AS_LONG ? LengthClass.KEYS_32768.keys() : length;
    List<Integer> width = width(shaped, random);
    int features = width.get(0) + width.get(1);
    return new PagedMlaDecodeRecipe(
        heads(shaped, features, random),
        width.get(0),
        width.get(1),
        1 + random.nextInt(8) / 7,
        random.nextBoolean(),
        pick(List.of(16, 64), random),
        random.nextInt(4) == 0 ? List.of(length, random.nextInt(70)) : List.of(length),
        scale(features, random),
        pick(GAINS, random),
        pick(Pattern.DRAWN, random),
        random.nextLong(1L << 40));
  }

  /** Long contexts are narrow but for one in twenty. */
  private static List<Integer> width(int length, SplittableRandom random) {
    List<Integer> width = pick(WIDTHS, random);
    return length < LONG || random.nextInt(20) == 0 ? width : WIDTHS.get(0);
  }

  private static int heads(int length, int features, SplittableRandom random) {
    long most = length < LONG ? PRODUCTS : LONG_PRODUCTS;
    long ofOne = (long) length * features;
    return pick(HEADS.stream().filter(h -> h == 1 || h * ofOne <= most).toList(), random);
  }

  /** The usual one for the width, or DeepSeek-V3's with YaRN. */
  private static float scale(int features, SplittableRandom random) {
    return random.nextInt(4) == 0 ? 0.1352338f : (float) (1 / Math.sqrt(features));
  }

  private static <T> T pick(List<T> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }
}
