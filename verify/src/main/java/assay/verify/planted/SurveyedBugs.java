package assay.verify.planted;

import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Scaling;
import java.util.Arrays;
import java.util.List;

/** The seventeen mutants that acceptance rules of other projects were measured with. */
final class SurveyedBugs {

  private static final String SURVEY = "survey of acceptance rules, 17 mutants";
  private static final DecodeBug SCALE = DecodeBug.in(BugClass.SCALE);
  private static final DecodeBug TAIL = DecodeBug.in(BugClass.TAIL);
  private static final DecodeBug LSE = DecodeBug.in(BugClass.LSE);
  private static final DecodeBug SPLIT = DecodeBug.split(BugClass.LSE);
  private static final DecodeBug HEADS = DecodeBug.in(BugClass.HEADS);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          DecodeBug.in(BugClass.ROPE).bug("KM1", "no roped part", SurveyedBugs::noRope, SURVEY),
          SCALE.bug("KM2", "scale times √3", scaled(Math.sqrt(3)), SURVEY),
          SCALE.bug("KM3", "scale over √3", scaled(1 / Math.sqrt(3)), SURVEY),
          SCALE.bug("KM4", "YaRN's mscale² missing, of V2-Lite", scaled(1 / 1.59), SURVEY),
          DecodeBug.in(BugClass.PRODUCT).bug("KM5", "the query ignored", scaled(0), SURVEY),
          TAIL.bug("KM6", "the last key dropped", moreKeys(-1), SURVEY),
          TAIL.bug("KM7", "one key too many", moreKeys(1), SURVEY),
          DecodeBug.in(BugClass.PAGING)
              .bug("KM8", "one key is its predecessor's", SurveyedBugs::wrongKey, SURVEY),
          SPLIT.bug("KM9", "parts averaged without weights", SurveyedBugs::unweighted, SURVEY),
          SPLIT.bug("KM10", "natural lse merged by powers of 2", SurveyedBugs::baseTwo, SURVEY),
          LSE.bug("KM11", "lse in base 2", lse(1 / Math.log(2), 0), SURVEY),
          LSE.bug("KM12", "0.3 added to lse", lse(1, 0.3), SURVEY),
          HEADS.bug("KM13", "a head wrong in one row", SurveyedBugs::wrongRow, SURVEY),
          HEADS.bug("KM14", "a head zero in one row", SurveyedBugs::zeroRow, SURVEY),
          HEADS.bug("KM15", "the last head wrong everywhere", SurveyedBugs::lastHead, SURVEY),
          DecodeBug.of(BugClass.FP8, AttentionOptions.BF16)
              .bug("KM16", "weights in E4M3 without a scale", SurveyedBugs::eightBits, SURVEY),
          DecodeBug.of(BugClass.ACCUMULATION, AttentionOptions.BF16)
              .running(AttentionOptions.BF16.withValues(new HalfChain(FloatFormat.BF16)))
              .bug("KM17", "values summed in bf16", PagedMlaDecodeVariant::new, SURVEY));

  private SurveyedBugs() {}

  private static PagedMlaDecodeVariant noRope(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float[] query(int row) {
        float[] query = super.query(row);
        Arrays.fill(query, valueWidth(), query.length, 0);
        return query;
      }
    };
  }

  private static PagedMlaDecodeVariant.Maker scaled(double factor) {
    return (memory, options, problem) ->
        new PagedMlaDecodeVariant(memory, options, problem) {
          @Override
          protected float scale() {
            return (float) (super.scale() * factor);
          }
        };
  }

  private static PagedMlaDecodeVariant.Maker moreKeys(int count) {
    return (memory, options, problem) ->
        new PagedMlaDecodeVariant(memory, options, problem) {
          @Override
          protected int keys(int group) {
            int keys = super.keys(group);
            return keys == 0 ? 0 : keys + count;
          }

          @Override
          protected int visible(int row) {
            int visible = super.visible(row);
            return visible == 0 ? 0 : visible + count;
          }
        };
  }

  private static PagedMlaDecodeVariant wrongKey(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        boolean wrong = t > 0 && t == keys(group) / 2;
        super.load(group, wrong ? t - 1 : t, tile, j);
      }
    };
  }

  private static PagedMlaDecodeVariant unweighted(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float mergeWeight(float lse, float against) {
        return lse == Float.NEGATIVE_INFINITY ? 0 : 1;
      }
    };
  }

  private static PagedMlaDecodeVariant baseTwo(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options.withScaling(Scaling.NATURAL), problem) {
      @Override
      protected float mergeExponent(float lse, float largest) {
        return lse - largest;
      }
    };
  }

  private static PagedMlaDecodeVariant.Maker lse(double factor, double more) {
    return (memory, options, problem) ->
        new PagedMlaDecodeVariant(memory, options, problem) {
          @Override
          protected float nats(float lse) {
            return (float) (super.nats(lse) * factor + more);
          }
        };
  }

  /** Row 1 has the query of row 0. */
  private static PagedMlaDecodeVariant wrongRow(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float[] query(int row) {
        return super.query(row == 1 ? 0 : row);
      }
    };
  }

  private static PagedMlaDecodeVariant zeroRow(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        super.store(row, row == 0 ? new float[values.length] : values, lseNats);
      }
    };
  }

  private static PagedMlaDecodeVariant lastHead(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float[] query(int row) {
        boolean last = (row + 1) % problem.heads() == 0;
        return super.query(last ? row - problem.heads() + 1 : row);
      }
    };
  }

  private static PagedMlaDecodeVariant eightBits(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float rounded(float weight) {
        return Float8E4M3.toFloat(Float8E4M3.encode(weight, Rounding.RN, Overflow.SATFINITE));
      }
    };
  }
}
