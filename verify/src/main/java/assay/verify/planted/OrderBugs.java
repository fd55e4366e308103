package assay.verify.planted;

import static assay.verify.planted.Planting.SPLITS;
import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.MhaDecode;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.PagedMlaDecodeVariant;
import java.util.Arrays;
import java.util.List;

/** What a missing wait leaves behind, as the one order of accesses in which it shows. */
final class OrderBugs {

  private static final BugClass ORDER = BugClass.SYNCHRONISATION;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.latent(
              ORDER,
              "RC4",
              "the last feature is stored before it is there",
              TILES,
              OrderBugs::epilogueTooEarly,
              issue("Dao-AILab/flash-attention", 1344)),
          Planting.mha(
              ORDER,
              "RC5",
              "the first tile is read before it is loaded",
              TILES,
              OrderBugs::firstTileTooEarly,
              issue("flashinfer-ai/flashinfer", 1046)),
          Planting.mha(
              ORDER,
              "RC8",
              "from the third tile on, values are those of the tile before",
              TILES,
              OrderBugs::waitReturnsAtOnce,
              pull("tile-ai/tilelang", 3087),
              issue("tile-ai/tilelang", 2634)),
          Planting.mha(
              ORDER,
              "RC9",
              "keys of the next tile meet weights of this one",
              TILES,
              OrderBugs::copyHoisted,
              issue("tile-ai/tilelang", 2668)),
          Planting.mha(
              ORDER,
              "RC10",
              "two rows share one array of weights",
              TILES,
              OrderBugs::weightsShared,
              issue("tile-ai/tilelang", 2613)),
          Planting.mha(
              ORDER,
              "RC12",
              "the loop over the tail begins at the first key again",
              TILES,
              OrderBugs::tailRestarts,
              issue("tile-ai/tilelang", 296)),
          Planting.latent(
              ORDER,
              "RC13",
              "latent and rope sums share an accumulator; one is lost in every second tile",
              TILES,
              OrderBugs::halfOfScoreLost,
              issue("triton-lang/triton", 10821),
              pull("triton-lang/triton", 10988)),
          Planting.mha(
              ORDER,
              "RC14",
              "parts are merged before the last is there",
              SPLITS,
              OrderBugs::mergedTooEarly,
              issue("ROCm/aiter", 4350)),
          Planting.mha(
              ORDER,
              "RC17",
              "the first maximum is what shared memory held",
              TILES,
              OrderBugs::maximumNotSet,
              pull("mlc-ai/TIRx-kernels", 6)));

  private OrderBugs() {}

  private static PagedMlaDecodeVariant epilogueTooEarly(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private float before = memory.scratch(1, 1)[0][0];

      @Override
      protected void store(int row, float[] values, float lseNats) {
        float last = values[values.length - 1];
        values[values.length - 1] = before;
        before = last;
        super.store(row, values, lseNats);
      }
    };
  }

  private static MhaDecodeVariant firstTileTooEarly(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        if (t >= tile.capacity()) {
          super.load(group, t, tile, j);
        }
      }
    };
  }

  private static MhaDecodeVariant waitReturnsAtOnce(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        float[] before = tile.values[j].clone();
        super.load(group, t, tile, j);
        if (t >= 2 * tile.capacity()) {
          System.arraycopy(before, 0, tile.values[j], 0, before.length);
        }
      }
    };
  }

  private static MhaDecodeVariant copyHoisted(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        super.load(group, t, tile, j);
        int next = t + tile.capacity();
        if (next < keys(group)) {
          long row = row(slot(sequence(group), next), keyValueHead(group));
          values.load(valueAt(row), valueWidth(), tile.values[j], 0);
        }
      }
    };
  }

  private static MhaDecodeVariant weightsShared(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      private float[] shared = new float[0];

      @Override
      protected void addValues(AttentionRow state, float[] weights, AttentionTile tile) {
        boolean second = state.row % 2 == 1 && shared.length == weights.length;
        float[] met = second ? shared : weights;
        shared = weights.clone();
        super.addValues(state, met, tile);
      }
    };
  }

  private static MhaDecodeVariant tailRestarts(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        boolean tail = tile.count() < tile.capacity();
        super.load(group, tail ? j : t, tile, j);
      }
    };
  }

  private static PagedMlaDecodeVariant halfOfScoreLost(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void dots(AttentionRow state, AttentionTile tile, float[] scores) {
        float[] query = state.query.clone();
        if (tile.first() / tile.capacity() % 2 == 1 && problem.rope() > 0) {
          Arrays.fill(query, 0, problem.latent(), 0);
        }
        float[][] keys = tile.transposed;
        options.scores().accumulate(scores, scores.length, query, keys.length, keys);
      }
    };
  }

  private static MhaDecodeVariant mergedTooEarly(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      public Result run() {
        for (int group = 0; group < groups(); group++) {
          for (int split = 0; split < splits(group); split++) {
            if (split == splits(group) - 1) {
              merge(group);
            }
            part(group, split);
          }
        }
        return result();
      }
    };
  }

  private static MhaDecodeVariant maximumNotSet(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected AttentionRow[] states(int group) {
        AttentionRow[] states = super.states(group);
        for (AttentionRow state : states) {
          state.largest = memory.scratch(1, 1)[0][0];
        }
        return states;
      }
    };
  }
}
