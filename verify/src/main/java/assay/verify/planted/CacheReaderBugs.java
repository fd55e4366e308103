package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.numerics.Float8E4M3;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Mistakes of attention in what it makes of an 8-bit cache's codes and scales. */
final class CacheReaderBugs {

  private static final DecodeBug READER = DecodeBug.in(BugClass.FP8);

  static final List<PlantedBug<?>> ALL =
      List.of(
          READER.bug(
              "FP3",
              "values are not scaled, keys are",
              CacheReaderBugs::unscaledValues,
              pull("vllm-project/vllm", 37054),
              pull("sgl-project/sglang", 34765)),
          READER.bug(
              "FP5",
              "scales are taken for 1",
              scales((own, scale) -> 1),
              pull("NVIDIA/TensorRT-LLM", 16916)),
          READER.bug(
              "FP11",
              "rows of fp8_ds_mla are read as plain FP8",
              CacheReaderBugs::plainRows,
              issue("vllm-project/vllm", 48611)),
          READER.bug(
              "FP70",
              "scales are pushed through UE8M0 when they are read",
              scales((own, scale) -> Math.scalb(1f, Math.getExponent(own))),
              pull("deepseek-ai/FlashMLA", 184),
              issue("deepseek-ai/FlashMLA", 192)),
          READER.bug(
              "FP71",
              "a tile has the scale of the tile after it",
              scales((own, scale) -> scale.of(0, 1))),
          READER.bug(
              "FP72", "a slot has the scales of slot 0", scales((own, scale) -> scale.of(-1, 0))),
          READER.bug("FP73", "codes are multiplied by scales twice", scales((own, s) -> own * own)),
          READER.bug("FP74", "scales are divided by", scales((own, scale) -> 1 / own)),
          READER.bug("FP75", "roped keys take the last tile's scale", CacheReaderBugs::scaledRope),
          READER.bug("FP76", "codes are read as E4M3FNUZ", scales((own, scale) -> own / 2)));

  private CacheReaderBugs() {}

  /** The scale beside: that of slot 0, or of the same slot, some tiles on. */
  @FunctionalInterface
  private interface Beside {
    float of(int slot, int tiles);
  }

  /** The scale that is taken, by the right one and those beside. */
  @FunctionalInterface
  private interface Taken {
    float of(float own, Beside beside);
  }

  private static boolean isNarrow(LatentLayout layout) {
    return !(layout instanceof DenseLayout dense) || dense.tensorScale() != 1;
  }

  private static PagedMlaDecodeVariant.Maker scales(Taken taken) {
    return (memory, options, problem) ->
        new PagedMlaDecodeVariant(memory, options, problem) {
          @Override
          protected void loadKey(long address, int slot, float[] key) {
            super.loadKey(address, slot, key);
            LatentLayout layout = pool.layout();
            for (int d = 0; isNarrow(layout) && d < layout.latent(); d++) {
              int tile = d / layout.tile();
              int last = Math.max(0, layout.latent() / layout.tile() - 1);
              float own = pool.scale(address, slot, tile);
              float used =
                  taken.of(
                      own,
                      (at, tiles) ->
                          pool.scale(address, at < 0 ? 0 : slot, Math.min(last, tile + tiles)));
              key[d] = key[d] / own * used;
            }
          }
        };
  }

  private static PagedMlaDecodeVariant unscaledValues(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private final float[] scale = new float[valueWidth()];

      @Override
      protected void loadKey(long address, int slot, float[] key) {
        super.loadKey(address, slot, key);
        for (int d = 0; d < scale.length; d++) {
          scale[d] = pool.scale(address, slot, d / pool.layout().tile());
        }
      }

      @Override
      protected void loadValue(AttentionTile tile, int j) {
        for (int d = 0; d < scale.length; d++) {
          tile.values[j][d] = tile.keys[j][d] / scale[d];
        }
      }
    };
  }

  private static PagedMlaDecodeVariant plainRows(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void loadKey(long address, int slot, float[] key) {
        super.loadKey(address, slot, key);
        if (pool.layout() instanceof Fp8DsMlaLayout) {
          MemorySegment bytes = problem.cache().bytes();
          long page = address / pool.stride() * problem.cache().bytesPerPage();
          for (int i = 0; i < key.length; i++) {
            long at = page + (long) slot * key.length + i;
            key[i] = Float8E4M3.toFloat(bytes.get(ValueLayout.JAVA_BYTE, at));
          }
        }
      }
    };
  }

  private static PagedMlaDecodeVariant scaledRope(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void loadKey(long address, int slot, float[] key) {
        super.loadKey(address, slot, key);
        LatentLayout layout = pool.layout();
        int last = (layout.latent() - 1) / layout.tile();
        for (int i = layout.latent(); !(layout instanceof DenseLayout) && i < key.length; i++) {
          key[i] *= pool.scale(address, slot, last);
        }
      }
    };
  }
}
