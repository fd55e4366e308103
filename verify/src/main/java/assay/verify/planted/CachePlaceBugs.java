package assay.verify.planted;

import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.PAGING;

import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.NumericContract;
import assay.verify.variant.AppendLatentCacheVariant;
import java.util.List;

/** Mistakes of cache writers in where a token goes. */
final class CachePlaceBugs {

  private static final Mutant<Problem, AppendLatentCacheVariant.Maker> BUGS =
      new Mutant<>(AppendLatentCache.OPERATOR, NumericContract.F32, AppendLatentCacheVariant::with);

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              PAGING,
              13,
              "skipped tokens are written to slot 0",
              List.of(
                  "https://github.com/sgl-project/sglang/issues/36207",
                  "https://github.com/sgl-project/sglang/pull/36003"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void token(int n) {
                      write(Math.max(0, slot(n)), latent(n), rope(n));
                    }
                  },
              "frame",
              "skipped"),
          BUGS.of(
              PAGING,
              15,
              "pages lie as close as their slots' bytes",
              List.of("https://github.com/flashinfer-ai/flashinfer/pull/527"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected long pageAddress(long page) {
                      return page * problem.pageSize() * layout.bytesPerToken();
                    }
                  },
              "frame"),
          BUGS.of(
              PAGING,
              16,
              "a row's width counts the roped key twice",
              List.of("https://github.com/sgl-project/sglang/pull/38666"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected int tokenBytes() {
                      return super.tokenBytes() + layout.rope() * layout.ropeFormat().bytes();
                    }
                  },
              "frame"),
          BUGS.of(
              PAGING,
              80,
              "addresses are worked out in 32 bits",
              List.of("https://github.com/vllm-project/vllm/pull/47671"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected long pageAddress(long page) {
                      return (int) (page * pool.stride());
                    }
                  },
              "exact-bytes"),
          BUGS.of(
              PAGING,
              81,
              "page and place are exchanged",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void write(long slot, float[] latent, float[] rope) {
                      long pages = problem.pages();
                      super.write(slot % pages * problem.pageSize() + slot / pages, latent, rope);
                    }
                  },
              "frame"),
          BUGS.of(
              PAGING,
              82,
              "the first skipped token ends the run",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    private boolean ended;

                    @Override
                    protected void token(int n) {
                      ended |= slot(n) < 0;
                      if (!ended) {
                        super.token(n);
                      }
                    }
                  },
              "token-order",
              "skipped"),
          BUGS.of(
              PAGING,
              83,
              "a negative slot is counted from the end",
              List.of("https://github.com/ggml-org/llama.cpp/pull/7904"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected long slot(int n) {
                      return Math.floorMod(
                          super.slot(n), (long) problem.pages() * problem.pageSize());
                    }
                  },
              "frame"),
          BUGS.of(
              PAGING,
              84,
              "rows are counted without skipped tokens",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float[] latent(int n) {
                      int written = 0;
                      for (int before = 0; before < n; before++) {
                        written += slot(before) < 0 ? 0 : 1;
                      }
                      return super.latent(written);
                    }
                  },
              "token-order",
              "skipped"),
          BUGS.of(
              PAGING,
              85,
              "a page is cleared when its first slot is written",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void write(long slot, float[] latent, float[] rope) {
                      for (int i = 0;
                          slot % problem.pageSize() == 0 && i < layout.bytesPerToken();
                          i++) {
                        pool.store(
                            pageAddress(slot / problem.pageSize())
                                + layout.bytesPerPage(problem.pageSize())
                                - 1
                                - i,
                            (byte) 0);
                      }
                      super.write(slot, latent, rope);
                    }
                  },
              "frame",
              "token-order"),
          BUGS.of(
              LAYOUT,
              88,
              "the roped key comes first",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected long begin(int place) {
                      return super.begin(place);
                    }

                    @Override
                    protected void write(long slot, float[] latent, float[] rope) {
                      super.write(slot, latent, rope);
                      long address =
                          pageAddress(slot / problem.pageSize())
                              + begin((int) (slot % problem.pageSize()));
                      codes(ropeFormat(), rope, 0, rope.length, ropeScale(), address);
                    }
                  },
              "round-trip"),
          BUGS.of(
              LAYOUT,
              89,
              "rows of latents are taken as dense",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float[] latent(int n) {
                      float[] features = new float[layout.latent()];
                      latent.load((long) n * features.length, features.length, features, 0);
                      return features;
                    }
                  },
              "exact-bytes"),
          BUGS.of(
              LAYOUT,
              90,
              "numbers are stored with the high byte first",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void store(long address, int bits, int bytes) {
                      for (int i = 0; i < bytes; i++) {
                        pool.store(address + i, (byte) (bits >> (Byte.SIZE * (bytes - 1 - i))));
                      }
                    }
                  },
              "round-trip"));

  private CachePlaceBugs() {}
}
