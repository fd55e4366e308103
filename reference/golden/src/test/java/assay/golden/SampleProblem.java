package assay.golden;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A recipe for a random problem: normal inputs, shuffled pages, one page that no sequence owns, NaN
 * in every slot that is not live and absurd page numbers in every entry that is not used.
 */
record SampleProblem(
    int heads,
    int latent,
    int rope,
    int queryTokens,
    boolean causal,
    int pageSize,
    float scale,
    double magnitude,
    long seed,
    int... lengths) {

  /** DeepSeek-V3's widths, one query token, pages of 64. */
  static SampleProblem deepSeek(int heads, long seed, int... lengths) {
    return new SampleProblem(heads, 512, 64, 1, false, 64, 0.1352337f, 1, seed, lengths);
  }

  /** Small widths. */
  static SampleProblem small(long seed, int... lengths) {
    return new SampleProblem(3, 32, 8, 1, false, 4, 0.25f, 1, seed, lengths);
  }

  SampleProblem withMagnitude(double value) {
    return new SampleProblem(
        heads, latent, rope, queryTokens, causal, pageSize, scale, value, seed, lengths);
  }

  SampleProblem withHeads(int value) {
    return new SampleProblem(
        value, latent, rope, queryTokens, causal, pageSize, scale, magnitude, seed, lengths);
  }

  SampleProblem withWidths(int latentWidth, int ropeWidth) {
    return new SampleProblem(
        heads,
        latentWidth,
        ropeWidth,
        queryTokens,
        causal,
        pageSize,
        scale,
        magnitude,
        seed,
        lengths);
  }

  SampleProblem causal(int tokens) {
    return new SampleProblem(
        heads, latent, rope, tokens, true, pageSize, scale, magnitude, seed, lengths);
  }

  Problem create() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int width = latent + rope;
    short[] query = new short[lengths.length * queryTokens * heads * width];
    fill(query, 0, query.length, random);
    return new Problem(
        queryTokens,
        heads,
        latent,
        rope,
        Elements.ofBFloat16(query),
        cache(width, random),
        scale,
        causal);
  }

  private PagedLatentCache cache(int width, RandomGenerator random) {
    int perSequence = Math.ceilDiv(Arrays.stream(lengths).max().orElse(0), pageSize) + 1;
    int pages = Arrays.stream(lengths).map(length -> Math.ceilDiv(length, pageSize)).sum() + 1;
    int[] shuffled = shuffled(pages, random);
    int[] table = new int[lengths.length * perSequence];
    Arrays.fill(table, Integer.MIN_VALUE);
    short[] slots = new short[pages * pageSize * width];
    Arrays.fill(slots, BFloat16.NAN);
    int next = 0;
    for (int b = 0; b < lengths.length; b++) {
      for (int first = 0; first < lengths[b]; first += pageSize) {
        int page = shuffled[next++];
        table[b * perSequence + first / pageSize] = page;
        int live = Math.min(pageSize, lengths[b] - first) * width;
        fill(slots, page * pageSize * width, live, random);
      }
    }
    return PagedLatentCache.ofBFloat16(pageSize, width, slots, perSequence, table, lengths);
  }

  private void fill(short[] target, int offset, int count, RandomGenerator random) {
    for (int i = offset; i < offset + count; i++) {
      target[i] = BFloat16.fromFloat((float) (magnitude * random.nextGaussian()));
    }
  }

  private static int[] shuffled(int count, RandomGenerator random) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
