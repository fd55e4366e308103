package assay.bench;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.Model;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random decode problems of a model's shape: normal inputs, pages of 64. */
public final class DecodeProblems {

  private static final int PAGE_SIZE = 64;

  private DecodeProblems() {}

  /** With one query token. */
  public static Problem of(Model model, int sequences, int keys, long seed) {
    return of(model, sequences, 1, keys, seed);
  }

  static Problem of(Model model, int sequences, int queryTokens, int keys, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int rows = sequences * queryTokens * model.heads();
    short[] query = normal(random, rows * model.cacheWidth());
    return new Problem(
        queryTokens,
        model.heads(),
        model.latent(),
        model.rope(),
        Elements.ofBFloat16(query),
        cache(model.cacheWidth(), sequences, keys, random),
        model.softmaxScale(),
        false);
  }

  private static PagedLatentCache cache(
      int width, int sequences, int keys, RandomGenerator random) {
    int perSequence = Math.ceilDiv(keys, PAGE_SIZE);
    int pages = sequences * perSequence;
    int[] table = new int[pages];
    Arrays.setAll(table, i -> pages - 1 - i);
    int[] lengths = new int[sequences];
    Arrays.fill(lengths, keys);
    short[] slots = normal(random, pages * PAGE_SIZE * width);
    return PagedLatentCache.ofBFloat16(PAGE_SIZE, width, slots, perSequence, table, lengths);
  }

  private static short[] normal(RandomGenerator random, int count) {
    short[] values = new short[count];
    for (int i = 0; i < count; i++) {
      values[i] = BFloat16.fromFloat((float) random.nextGaussian());
    }
    return values;
  }
}
