package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import java.util.Arrays;
import java.util.List;

/** Where keys end: tiles, lengths, steps. */
final class TailBugs {

  private static final DecodeBug PLAIN = DecodeBug.in(BugClass.TAIL);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          PLAIN.bug(
              "TL1",
              "a tile's empty places count where nothing is causal",
              TailBugs::unmasked,
              issue("flashinfer-ai/flashinfer", 3716),
              pull("flashinfer-ai/flashinfer", 3717)),
          PLAIN.bug(
              "TL2",
              "a tile's tail holds the last tile's keys, and they count",
              TailBugs::stale,
              issue("NVIDIA/cutlass", 2428)),
          PLAIN.bug(
              "TL3",
              "the sequence's length for that of its last page",
              TailBugs::lastPageLength,
              pull("vllm-project/vllm", 38146)),
          PLAIN.bug(
              "TL8",
              "keys step by their width, values by theirs",
              TailBugs::unequalSteps,
              pull("ikawrakow/ik_llama.cpp", 2031)),
          PLAIN.bug(
              "TL9",
              "the longest length for every sequence",
              TailBugs::paddedLength,
              pull("Dao-AILab/flash-attention", 1455)),
          PLAIN.bug(
              "TL10",
              "keys past the end are loaded, though not used",
              TailBugs::loadsPastEnd,
              pull("ggml-org/llama.cpp", 7904),
              pull("ggml-org/llama.cpp", 7479)),
          PLAIN.bug("TL50", "a last tile that is not full is left out", TailBugs::wholeTiles),
          PLAIN.bug("TL51", "a last tile that is full is left out", TailBugs::remainder),
          PLAIN.bug("TL52", "the first key is skipped from the second tile on", TailBugs::firstKey),
          DecodeBug.split(BugClass.TAIL)
              .bug("TL53", "the last tile of a part is also the next one's", TailBugs::overlap),
          DecodeBug.split(BugClass.TAIL)
              .bug("TL54", "a part ends one key early", TailBugs::partEndsEarly),
          PLAIN.bug("TL55", "a tail of one key is not seen", TailBugs::loneKey));

  private TailBugs() {}

  private static PagedMlaDecodeVariant unmasked(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void mask(float[] scores, int visible) {
        super.mask(scores, problem.causal() ? visible : scores.length);
      }
    };
  }

  private static PagedMlaDecodeVariant stale(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void clear(AttentionTile tile, int j) {
        // left as it was
      }

      @Override
      protected int visibleIn(AttentionRow state, AttentionTile tile) {
        int visible = super.visibleIn(state, tile);
        return visible == tile.count() ? tile.capacity() : visible;
      }
    };
  }

  private static PagedMlaDecodeVariant lastPageLength(
      Memory memory, AttentionOptions options, Problem problem) {
    return new LongerVariant(memory, options, problem) {
      @Override
      int length(int b) {
        int pageSize = problem.cache().pageSize();
        int length = lengths.load(b);
        return length == 0 ? 0 : (length - 1) / pageSize * pageSize + length;
      }
    };
  }

  private static PagedMlaDecodeVariant paddedLength(
      Memory memory, AttentionOptions options, Problem problem) {
    return new LongerVariant(memory, options, problem) {
      @Override
      int length(int b) {
        return Arrays.stream(problem.cache().lengths()).max().orElse(0);
      }
    };
  }

  /** Attends to as many keys as {@link #length} says. */
  private abstract static class LongerVariant extends PagedMlaDecodeVariant {

    LongerVariant(Memory memory, AttentionOptions options, Problem problem) {
      super(memory, options, problem);
    }

    abstract int length(int b);

    @Override
    protected int keys(int group) {
      return length(sequence(group));
    }

    @Override
    protected int visible(int row) {
      int b = sequenceOf(row);
      return Math.max(0, super.visible(row) + length(b) - lengths.load(b));
    }
  }

  private static PagedMlaDecodeVariant unequalSteps(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        super.load(group, t - t / keyWidth() * problem.rope(), tile, j);
        int page = page(sequence(group), t);
        loadKey(address(page), slot(t), tile.keys[j]);
      }
    };
  }

  private static PagedMlaDecodeVariant loadsPastEnd(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void loadTile(int group, int first, int end, AttentionTile tile) {
        for (int j = 0; j < tile.capacity(); j++) {
          load(group, first + j, tile, j);
        }
        super.loadTile(group, first, end, tile);
      }
    };
  }

  private static PagedMlaDecodeVariant wholeTiles(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int[] tileStarts(int begin, int end) {
        int[] starts = super.tileStarts(begin, end);
        boolean full = (end - begin) % options.tileKeys() == 0;
        return full || starts.length < 2 ? starts : Arrays.copyOf(starts, starts.length - 1);
      }
    };
  }

  private static PagedMlaDecodeVariant remainder(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void loadTile(int group, int first, int end, AttentionTile tile) {
        boolean last = first + tile.capacity() >= end;
        super.loadTile(group, first, last ? first + end % tile.capacity() : end, tile);
      }
    };
  }

  private static PagedMlaDecodeVariant firstKey(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        super.load(group, j == 0 && t > 0 ? t - 1 : t, tile, j);
      }
    };
  }

  private static PagedMlaDecodeVariant overlap(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int splitEnd(int group, int split) {
        return Math.min(keys(group), super.splitEnd(group, split) + options.tileKeys());
      }
    };
  }

  private static PagedMlaDecodeVariant partEndsEarly(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int splitEnd(int group, int split) {
        int end = super.splitEnd(group, split);
        return end < keys(group) ? end - 1 : end;
      }
    };
  }

  private static PagedMlaDecodeVariant loneKey(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int visibleIn(AttentionRow state, AttentionTile tile) {
        int visible = super.visibleIn(state, tile);
        return visible == 1 && tile.first() > 0 ? 0 : visible;
      }
    };
  }
}
