package assay.verify.rival;

import assay.golden.AppendLatentCacheReference;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.InvalidIndexRule;
import assay.spec.Operator;
import assay.spec.PagedLatentCache;
import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Sparse decode over a cache of 656 bytes a token, 512 + 64 wide, pages of 64.
 *
 * @param heads of the suite; a fast problem has 16, each of which counts alike
 * @param listed keys of each query token, out of twice as many
 * @param ordered whether the list counts up, instead of being random without repeats
 * @param sinks standard deviation of the sinks; 0 for no sinks
 */
record SparseInputs(
    String name,
    int batch,
    int heads,
    int listed,
    float scale,
    double queries,
    double keys,
    boolean ordered,
    double sinks)
    implements PublishedInputs<Problem> {

  private static final Fp8DsMlaLayout LAYOUT = new Fp8DsMlaLayout(512, 64);
  private static final int PAGE = 64;
  private static final int FAST_HEADS = 16;

  @Override
  public String text() {
    return "q ~ %s·N(0,1), cache ~ %s·N(0,1), 656-byte cache, b=%d h=%d topk=%d %s%s"
        .formatted(
            Figure.of(queries),
            Figure.of(keys),
            batch,
            heads,
            listed,
            ordered ? "counting up" : "at random",
            sinks == 0 ? "" : ", sinks ~ N(0,1)");
  }

  @Override
  public Operator operator() {
    return SparseMlaDecode.OPERATOR;
  }

  @Override
  public Posed<Problem> pose(long seed, boolean fast) {
    int runHeads = fast ? Math.min(heads, FAST_HEADS) : heads;
    Draws draws = new Draws(seed);
    int slots = 2 * listed;
    return Posed.whole(
        new Problem(
            batch,
            1,
            runHeads,
            LAYOUT.latent(),
            LAYOUT.rope(),
            LAYOUT.latent(),
            draws.normal(FloatFormat.BF16, batch * runHeads * LAYOUT.width(), queries),
            cache(draws, slots),
            selection(slots, new SplittableRandom(seed)),
            sinks(draws, runHeads),
            scale));
  }

  private PagedLatentCache cache(Draws draws, int slots) {
    MemorySegment empty =
        MemorySegment.ofArray(new byte[Math.toIntExact(slots / PAGE * LAYOUT.bytesPerPage(PAGE))]);
    AppendLatentCache.Problem append =
        new AppendLatentCache.Problem(
            LAYOUT,
            ScaleRule.POWER_OF_TWO,
            PAGE,
            empty,
            draws.normal(FloatFormat.BF16, slots * LAYOUT.latent(), keys),
            draws.normal(FloatFormat.BF16, slots * LAYOUT.rope(), keys),
            LongStream.range(0, slots).toArray());
    double[] written = new AppendLatentCacheReference().run(append).tensor("pool").values();
    byte[] bytes = new byte[written.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) written[i];
    }
    return new PagedLatentCache(
        PAGE, LAYOUT, MemorySegment.ofArray(bytes), 0, new int[0], new int[0]);
  }

  private Selection selection(int slots, SplittableRandom random) {
    int[] indices = new int[batch * listed];
    for (int b = 0; b < batch; b++) {
      int[] some = random.ints(0, slots).distinct().limit(listed).toArray();
      for (int i = 0; i < listed; i++) {
        indices[b * listed + i] = ordered ? i : some[i];
      }
    }
    int[] counts = new int[batch];
    Arrays.fill(counts, listed);
    return new Selection(listed, indices, counts, InvalidIndexRule.MINUS_ONE);
  }

  private float[] sinks(Draws draws, int runHeads) {
    float[] values = Problem.noSinks(runHeads);
    if (sinks > 0) {
      draws.normal(FloatFormat.F32, runHeads, sinks).copyTo(0, values, 0, runHeads);
    }
    return values;
  }
}
