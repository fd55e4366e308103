package assay.verify.planted;

import static assay.verify.planted.BugClass.PAGING;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.FloatFormat;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.Model1Layout;
import assay.spec.NumericContract;
import assay.verify.variant.AppendLatentCacheVariant;
import assay.verify.variant.Buffer;
import java.util.List;

/** Mistakes of cache writers in rows, tails and what they keep. */
final class CacheRowBugs {

  private static final Mutant<Problem, AppendLatentCacheVariant.Maker> BUGS =
      new Mutant<>(AppendLatentCache.OPERATOR, NumericContract.F32, AppendLatentCacheVariant::with);

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              TAIL,
              84,
              "the last roped feature is written twice",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void codes(
                        FloatFormat format,
                        float[] numbers,
                        int first,
                        int count,
                        float scale,
                        long address) {
                      super.codes(format, numbers, first, count, scale, address);
                      if (numbers.length == layout.rope() && count > 0) {
                        int code = code(format, numbers[count - 1], scale);
                        store(address + (long) count * format.bytes(), code, format.bytes());
                      }
                    }
                  },
              "frame"),
          BUGS.of(
              TAIL,
              85,
              "features past a multiple of 8 are not written",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void codes(
                        FloatFormat format,
                        float[] numbers,
                        int first,
                        int count,
                        float scale,
                        long address) {
                      super.codes(
                          format,
                          numbers,
                          first,
                          count < 8 ? count : count / 8 * 8,
                          scale,
                          address);
                    }
                  },
              "round-trip"),
          BUGS.of(
              TAIL,
              86,
              "the last token of an odd number is left out",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void token(int n) {
                      if (n + 1 < problem.tokens() || n % 2 == 1) {
                        super.token(n);
                      }
                    }
                  },
              "round-trip",
              "token-order"),
          BUGS.of(
              TAIL,
              87,
              "the padding of a page is written",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void write(long slot, float[] latent, float[] rope) {
                      super.write(slot, latent, rope);
                      long end =
                          pageAddress(slot / problem.pageSize())
                              + layout.bytesPerPage(problem.pageSize());
                      if (layout instanceof Model1Layout) {
                        pool.store(end - 1, (byte) 0);
                      }
                    }
                  },
              "frame"),
          BUGS.of(
              STATE,
              88,
              "a latent is that of the run before",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float[] latent(int n) {
                      float[] features = super.latent(n);
                      Buffer kept = memory.workspace("latent", 1, 1);
                      float before = kept.load(0);
                      kept.store(0, features[0]);
                      features[0] = Float.isNaN(before) ? features[0] : before;
                      return features;
                    }
                  },
              "repeat-run"),
          BUGS.of(
              STATE,
              89,
              "a slot that holds the token already is cleared",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void token(int n) {
                      if (slot(n) >= 0) {
                        long address =
                            pageAddress(slot(n) / problem.pageSize())
                                + begin((int) (slot(n) % problem.pageSize()));
                        byte before = pool.load(address);
                        super.token(n);
                        if (pool.load(address) == before) {
                          pool.store(address, (byte) 0);
                        }
                      }
                    }
                  },
              "idempotent"),
          BUGS.of(
              STATE,
              90,
              "a token takes the scale of the token before where it is larger",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    private float largest;

                    @Override
                    protected float amax(float[] latent, int first, int count) {
                      largest = Math.max(largest, super.amax(latent, first, count));
                      return largest;
                    }
                  },
              "token-order"),
          BUGS.of(
              POISON,
              85,
              "a NaN is stored as 0",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected int code(FloatFormat format, float value, float scale) {
                      return super.code(format, Float.isNaN(value) ? 0 : value, scale);
                    }
                  },
              "live-nan"),
          BUGS.of(
              PAGING,
              88,
              "the second token of a pair is written to the first's slot",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected long slot(int n) {
                      return super.slot(n) < 0 ? -1 : super.slot(n) / 2 * 2;
                    }
                  },
              "frame"),
          BUGS.of(
              ROPE,
              79,
              "the roped key of the first token is stored for all",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float[] rope(int n) {
                      return super.rope(0);
                    }
                  },
              "round-trip"));

  private CacheRowBugs() {}
}
