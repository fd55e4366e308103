package assay.verify.planted;

import static assay.verify.planted.Planting.TILES;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.SparseMlaDecode;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import assay.verify.variant.SparseMlaDecodeVariant;
import java.util.List;

/** Scale, maxima and tails where rows of several heads or query tokens share a tile. */
final class MaskBugs {

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.prefill(
              BugClass.SCALE, "SC53", "the scale of the value's width", MaskBugs::scaleOfValues),
          Planting.sparse(
              BugClass.TAIL,
              "TL56",
              "empty places of a list's last tile are keys of zeros",
              TILES,
              MaskBugs::emptyPlacesCount),
          Planting.caughtBy(
              "value-nan",
              Planting.prefill(
                  BugClass.POISON,
                  "NP53",
                  "values that a row does not see meet its weight 0",
                  MaskBugs::hiddenValuesMet)),
          Planting.mha(
              BugClass.SOFTMAX,
              "SM57",
              "heads are rescaled when the first of their group needs it",
              TILES,
              MaskBugs::rescaledWithFirst));

  private MaskBugs() {}

  private static MlaPrefillVariant scaleOfValues(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected float scale() {
        return (float) (1 / Math.sqrt(valueWidth()));
      }
    };
  }

  private static SparseMlaDecodeVariant emptyPlacesCount(
      Memory memory, AttentionOptions options, SparseMlaDecode.Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void mask(float[] scores, int visible) {}
    };
  }

  private static MlaPrefillVariant hiddenValuesMet(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected int weighted(AttentionRow state, AttentionTile tile) {
        return tile.count();
      }
    };
  }

  private static MhaDecodeVariant rescaledWithFirst(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      private boolean needed;

      @Override
      protected void attend(AttentionRow state, AttentionTile tile) {
        if (state.row % problem.groupSize() == 0) {
          needed = largest(state.largest, scores(state, tile)) > state.largest;
        }
        super.attend(state, tile);
      }

      @Override
      protected float rescaling(float before, float after) {
        return needed ? super.rescaling(before, after) : 1;
      }
    };
  }
}
