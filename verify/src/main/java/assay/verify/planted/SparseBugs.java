package assay.verify.planted;

import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;

import assay.spec.SparseMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.SparseMlaDecodeVariant;
import java.util.List;

/** Index lists read too far, not far enough, or as somebody else's. */
final class SparseBugs {

  private static final int GATHERED = 4;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          sparse(
              "SP1",
              "places past the count are used",
              SparseBugs::pastCount,
              issue("flashinfer-ai/flashinfer", 5095)),
          sparse("SP50", "a slot listed twice counts once", SparseBugs::withoutDuplicates),
          sparse("SP51", "every query token has the first one's list", SparseBugs::firstList),
          sparse("SP52", "an invalid index reads slot 0", SparseBugs::invalidIsFirst),
          sparse("SP53", "an index below 0 counts from the end", SparseBugs::fromEnd),
          sparse("SP54", "an index past the pool is its last slot", SparseBugs::clipped),
          sparse("SP55", "the list ends at its first invalid index", SparseBugs::endsAtInvalid),
          sparse("SP56", "an invalid index is a key of zeros", SparseBugs::zeroKey),
          sparse("SP57", "the pool's last slot is invalid", SparseBugs::lastSlotInvalid),
          sparse("SP58", "slot 0 is invalid", SparseBugs::firstSlotInvalid),
          sparse("SP59", "the count is that of another query token", SparseBugs::countOfOther),
          sparse("SP60", "a list is gathered by four, without the rest", SparseBugs::wholeGathers),
          sparse("SP61", "page and offset of an index change places", SparseBugs::offsetFirst));

  private SparseBugs() {}

  private static PlantedBug<Problem> sparse(
      String id, String title, SparseMlaDecodeVariant.Maker maker, String... sources) {
    return Planting.sparse(BugClass.SPARSE, id, title, TILES, maker, sources);
  }

  private static SparseMlaDecodeVariant pastCount(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int count(int token) {
        return problem.selection().listed();
      }
    };
  }

  private static SparseMlaDecodeVariant withoutDuplicates(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int index(int token, int i) {
        int index = super.index(token, i);
        for (int j = 0; j < i; j++) {
          if (super.index(token, j) == index) {
            return -1;
          }
        }
        return index;
      }
    };
  }

  private static SparseMlaDecodeVariant firstList(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int index(int token, int i) {
        return super.index(token / problem.queryTokens() * problem.queryTokens(), i);
      }
    };
  }

  private static SparseMlaDecodeVariant invalidIsFirst(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int index(int token, int i) {
        int index = super.index(token, i);
        return isValid(index) ? index : 0;
      }
    };
  }

  private static SparseMlaDecodeVariant fromEnd(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int index(int token, int i) {
        int index = super.index(token, i);
        return index < 0 ? (int) Math.floorMod(index, slots()) : index;
      }
    };
  }

  private static SparseMlaDecodeVariant clipped(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int index(int token, int i) {
        return (int) Math.min(slots() - 1, super.index(token, i));
      }
    };
  }

  private static SparseMlaDecodeVariant endsAtInvalid(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int count(int token) {
        int count = 0;
        while (count < super.count(token) && isValid(index(token, count))) {
          count++;
        }
        return count;
      }
    };
  }

  private static SparseMlaDecodeVariant zeroKey(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void maskInvalid(AttentionRow state, AttentionTile tile, float[] scores) {}
    };
  }

  private static SparseMlaDecodeVariant lastSlotInvalid(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected boolean isValid(int index) {
        return super.isValid(index) && index != slots() - 1;
      }
    };
  }

  private static SparseMlaDecodeVariant firstSlotInvalid(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected boolean isValid(int index) {
        return super.isValid(index) && index != 0;
      }
    };
  }

  private static SparseMlaDecodeVariant countOfOther(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int count(int token) {
        int b = token / problem.queryTokens();
        int s = token % problem.queryTokens();
        return super.count(s * problem.batch() + b);
      }
    };
  }

  private static SparseMlaDecodeVariant wholeGathers(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int count(int token) {
        return super.count(token) / GATHERED * GATHERED;
      }
    };
  }

  private static SparseMlaDecodeVariant offsetFirst(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void loadSlot(int index, AttentionTile tile, int j) {
        int pages = problem.cache().pages();
        super.loadSlot(index % pages * problem.cache().pageSize() + index / pages, tile, j);
      }
    };
  }
}
