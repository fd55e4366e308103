package assay.verify.rival;

import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Operator;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** 42 tokens into 8 pages of 16 slots of 656 bytes that hold zeros; slots at random. */
record AppendInputs(String name) implements PublishedInputs<Problem> {

  private static final Fp8DsMlaLayout LAYOUT = new Fp8DsMlaLayout(512, 64);
  private static final int TOKENS = 42;
  private static final int PAGE = 16;
  private static final int SLOTS = 8 * PAGE;

  @Override
  public String text() {
    return "42 tokens ~ N(0,1), 8 pages of 16, slots at random; slots not written are not compared";
  }

  @Override
  public Operator operator() {
    return AppendLatentCache.OPERATOR;
  }

  @Override
  public Posed<Problem> pose(long seed, boolean fast) {
    Draws draws = new Draws(seed);
    long[] slots =
        new SplittableRandom(seed).ints(0, SLOTS).distinct().limit(TOKENS).asLongStream().toArray();
    int[] written = new int[SLOTS];
    for (long slot : slots) {
      written[(int) slot] = 1;
    }
    Problem problem =
        new Problem(
            LAYOUT,
            ScaleRule.ARBITRARY,
            PAGE,
            MemorySegment.ofArray(new byte[SLOTS * LAYOUT.bytesPerToken()]),
            draws.normal(FloatFormat.BF16, TOKENS * LAYOUT.latent(), 1),
            draws.normal(FloatFormat.BF16, TOKENS * LAYOUT.rope(), 1),
            slots);
    return new Posed<>(problem, written);
  }
}
