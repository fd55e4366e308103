package assay.verify.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.verify.variant.AttentionOptions;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Scaling;
import assay.verify.variant.SparseMlaDecodeVariant;
import assay.verify.variant.Splits;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The correct kernels that bugs are deltas of are not accused on the same problems. */
final class PlantingTest {

  private static final BugClass ANY = BugClass.SCALE;

  static Stream<AttentionOptions> options() {
    AttentionOptions tiles = Planting.TILES;
    return Stream.of(
        tiles,
        Planting.SPLITS,
        tiles.withBackwards(),
        tiles.withHeadsPerGroup(2),
        tiles.withScaling(Scaling.NATURAL),
        tiles.withTileKeys(8).withSplits(Splits.of(3)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void whatIsNotAltered_isNotAccused(AttentionOptions options) {
    isNotAccused(Planting.latent(ANY, "", "", options, PagedMlaDecodeVariant::new));
    isNotAccused(Planting.mha(ANY, "", "", options, MhaDecodeVariant::new));
    isNotAccused(Planting.sparse(ANY, "", "", options, SparseMlaDecodeVariant::new));
    isNotAccused(Planting.prefill(ANY, "", "", MlaPrefillVariant::new));
  }

  private static void isNotAccused(PlantedBug<?> unaltered) {
    assertEquals(List.of("within-budget"), Kills.escaped(unaltered));
  }
}
