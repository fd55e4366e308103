package assay.verify.planted;

import static assay.verify.planted.Planting.SPLITS;
import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.SparseMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Memory;
import assay.verify.variant.SparseMlaDecodeVariant;
import java.util.List;

/** Attention sinks that are lost, counted twice or taken for something else. */
final class SinkBugs {

  private static final float LN_2 = (float) StrictMath.log(2);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.sparse(
              BugClass.LSE,
              "LS15",
              "the sink is in every part's normaliser",
              SPLITS,
              SinkBugs::oncePerPart,
              issue("ROCm/rocm-libraries", 12227),
              pull("ROCm/rocm-libraries", 12229)),
          Planting.sparse(
              BugClass.LSE,
              "LS16",
              "the merge has no sink",
              SPLITS,
              SinkBugs::lost,
              pull("kekzl/imp", 1346),
              issue("kekzl/imp", 1303)),
          Planting.sparse(
              BugClass.LSE,
              "LS55",
              "the sink is not relative to the lse",
              TILES,
              SinkBugs::absolute),
          Planting.sparse(
              BugClass.LSE, "LS56", "the sink is in base 2", TILES, SinkBugs::inBaseTwo),
          Planting.sparse(
              BugClass.LSE, "LS57", "the lse has the sink in it", TILES, SinkBugs::inLse),
          Planting.sparse(
              BugClass.LSE, "LS58", "no sink is a sink of 0", TILES, SinkBugs::noneIsZero),
          Planting.sparse(
              BugClass.LSE,
              "LS59",
              "the sink of the head's place in its group",
              TILES.withHeadsPerGroup(2),
              SinkBugs::byPlaceInGroup),
          Planting.sparse(
              BugClass.LSE,
              "LS60",
              "the sink is multiplied by the softmax scale",
              TILES,
              SinkBugs::scaled));

  private SinkBugs() {}

  private static SparseMlaDecodeVariant oncePerPart(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float sink(int row) {
        int parts = options.splits().count(keys(row / problem.heads()));
        return super.sink(row) + (float) StrictMath.log(parts);
      }
    };
  }

  private static SparseMlaDecodeVariant lost(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float shareBesideSink(float sink, float lse) {
        return 1;
      }
    };
  }

  private static SparseMlaDecodeVariant absolute(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float shareBesideSink(float sink, float lse) {
        return super.shareBesideSink(sink, Math.min(lse, 0));
      }
    };
  }

  private static SparseMlaDecodeVariant inBaseTwo(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float sink(int row) {
        return super.sink(row) * LN_2;
      }
    };
  }

  private static SparseMlaDecodeVariant inLse(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        double share = StrictMath.exp((double) sink(row) - lseNats);
        boolean empty = lseNats == Float.NEGATIVE_INFINITY;
        super.store(row, values, empty ? lseNats : lseNats + (float) StrictMath.log1p(share));
      }
    };
  }

  private static SparseMlaDecodeVariant noneIsZero(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float sink(int row) {
        float sink = super.sink(row);
        return sink == Float.NEGATIVE_INFINITY ? 0 : sink;
      }
    };
  }

  private static SparseMlaDecodeVariant byPlaceInGroup(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float sink(int row) {
        return super.sink(row % problem.heads() % options.headsPerGroup());
      }
    };
  }

  private static SparseMlaDecodeVariant scaled(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float sink(int row) {
        return super.sink(row) * scale();
      }
    };
  }
}
