package assay.verify.rival;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.Operator;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.Gaussian;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Decode of many sequences of one length, 512 + 64 wide, one query token each, in pages of 64.
 *
 * <p>Three sequences are run: the first and the last stand for themselves, the one between for all
 * others. A fast problem has 16 of the heads: of those, 4 to 7 stand for all that are missing.
 *
 * @param heads H of the suite
 * @param batch B of the suite
 * @param length keys of each sequence
 * @param format of queries and cache; FP8 without a scale
 * @param scale softmax scale
 * @param queries standard deviation of the queries' latent features
 * @param roped the same of the roped ones
 * @param keys the same of the cache
 * @param hostile whether pages are shuffled, what is not used is NaN, and entries past a sequence's
 *     pages are absurd, as in FlashMLA's tests; else tables count up and the rest is 0
 */
record DecodeInputs(
    String name,
    int heads,
    int batch,
    int length,
    FloatFormat format,
    float scale,
    double queries,
    double roped,
    double keys,
    boolean hostile)
    implements PublishedInputs<Problem> {

  private static final int LATENT = 512;
  private static final int ROPE = 64;
  private static final int WIDTH = LATENT + ROPE;
  private static final int PAGE = 64;
  private static final int ABSURD_PAGE = 2_147_480_000;
  private static final int RUN_BATCH = 3;
  private static final int RUN_HEADS = 16;
  private static final int FIRST_MANY = 4;
  private static final int LAST_MANY = 7;

  /** With queries of one deviation. */
  DecodeInputs(
      String name,
      int heads,
      int batch,
      int length,
      FloatFormat format,
      float scale,
      double queries,
      double keys,
      boolean hostile) {
    this(name, heads, batch, length, format, scale, queries, queries, keys, hostile);
  }

  @Override
  public String text() {
    String roping = roped == queries ? "" : " (roped %s)".formatted(Figure.of(roped));
    return "q ~ %s·N(0,1)%s, cache ~ %s·N(0,1), %s, b=%d h=%d s_k=%d, scale %.4f%s"
        .formatted(
            Figure.of(queries),
            roping,
            Figure.of(keys),
            format.toString().toLowerCase(java.util.Locale.ROOT),
            batch,
            heads,
            length,
            scale,
            hostile ? ", pages shuffled, unused cache NaN" : "");
  }

  @Override
  public Operator operator() {
    return PagedMlaDecode.OPERATOR;
  }

  @Override
  public Posed<Problem> pose(long seed, boolean fast) {
    int runBatch = Math.min(batch, RUN_BATCH);
    int runHeads = fast ? Math.min(heads, RUN_HEADS) : heads;
    Elements query = Elements.allocate(format, runBatch * runHeads * WIDTH);
    fillQueries(query, new Gaussian(seed, 1));
    Problem problem =
        new Problem(1, runHeads, LATENT, ROPE, query, cache(runBatch, seed), scale, false);
    return new Posed<>(problem, rowCounts(runBatch, runHeads));
  }

  private void fillQueries(Elements query, Gaussian gaussian) {
    for (int first = 0; first < query.count(); first += WIDTH) {
      fill(query, first, LATENT, queries, gaussian);
      fill(query, first + LATENT, ROPE, roped, gaussian);
    }
  }

  private int[] rowCounts(int runBatch, int runHeads) {
    int[] counts = new int[runBatch * runHeads];
    Arrays.setAll(
        counts, row -> sequences(row / runHeads, runBatch) * like(row % runHeads, runHeads));
    return counts;
  }

  /** How many sequences the one at {@code b} stands for. */
  private int sequences(int b, int runBatch) {
    return b == 1 && runBatch == RUN_BATCH ? batch - 2 : 1;
  }

  /** How many heads the one at {@code h} stands for. */
  private int like(int h, int runHeads) {
    boolean many = h >= FIRST_MANY && h <= LAST_MANY && runHeads < heads;
    return many ? 1 + (heads - runHeads) / (LAST_MANY - FIRST_MANY + 1) : 1;
  }

  private PagedLatentCache cache(int runBatch, long seed) {
    int perSequence = Math.ceilDiv(length, PAGE);
    int[] pages = IntStream.range(0, runBatch * perSequence).toArray();
    if (hostile) {
      shuffle(pages, new SplittableRandom(seed));
    }
    int entries = perSequence + 1;
    int[] table = new int[runBatch * entries];
    Arrays.fill(table, hostile ? ABSURD_PAGE : 0);
    for (int b = 0; b < runBatch; b++) {
      System.arraycopy(pages, b * perSequence, table, b * entries, perSequence);
    }
    Elements slots = Elements.allocate(format, pages.length * PAGE * WIDTH);
    int[] lengths = new int[runBatch];
    Arrays.fill(lengths, length);
    PagedLatentCache cache =
        new PagedLatentCache(
            PAGE,
            new DenseLayout(format, LATENT, ROPE, 1),
            slots.segment(),
            entries,
            table,
            lengths);
    IntStream.range(0, runBatch).parallel().forEach(b -> fillSequence(cache, slots, b, seed));
    return cache;
  }

  private void fillSequence(PagedLatentCache cache, Elements slots, int b, long seed) {
    Gaussian gaussian = new Gaussian(seed, b + 2);
    int end = Math.ceilDiv(length, PAGE) * PAGE;
    for (int t = 0; t < end; t++) {
      int first = Math.toIntExact(cache.slot(b, t) * WIDTH);
      if (t < length) {
        fill(slots, first, WIDTH, keys, gaussian);
      } else if (hostile) {
        fill(slots, first, WIDTH, Double.NaN, gaussian);
      }
    }
  }

  private static void fill(
      Elements elements, int first, int count, double deviation, Gaussian gaussian) {
    for (int i = first; i < first + count; i++) {
      elements.set(i, deviation * gaussian.next());
    }
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
