package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.ProjectionWeights.BlockScaled;
import assay.spec.ProjectionWeights.Dense;
import org.junit.jupiter.api.Test;

/** Problems of the operators that are sums of products. */
final class LinearOperatorsTest {

  private static final LatentUp UP = new LatentUp(2, 3, 5, new Dense(16, 4, bf16(64)));

  @Test
  void weightsHaveTheirShape() {
    refused("values has 5 elements; its shape holds 6", () -> new Dense(2, 3, bf16(5)));
    refused("outputs is 0; it must be at least 1", () -> new Dense(0, 3, bf16(0)));
    refused("codes holds BF16; it must hold FP8_E4M3", () -> scaled(bf16(6), f32(1)));
    refused("scales holds BF16; it must hold F32", () -> scaled(codes(6), bf16(1)));
    refused("scales has 2 elements; its shape holds 1", () -> scaled(codes(6), f32(2)));
  }

  @Test
  void aScaleCovers128By128() {
    BlockScaled weights = new BlockScaled(129, 300, codes(129 * 300), f32(6));
    assertEquals(0, weights.scaleIndex(127, 127));
    assertEquals(2, weights.scaleIndex(0, 299));
    assertEquals(4, weights.scaleIndex(128, 128));
  }

  @Test
  void aProjectionTakesWholeRows() {
    assertEquals(2, new Projection.Problem(bf16(6), new Dense(2, 3, bf16(6))).tokens());
    refused(
        "x has 7 elements; it must be whole rows of 3",
        () -> new Projection.Problem(bf16(7), new Dense(2, 3, bf16(6))));
  }

  @Test
  void headsHaveTheirRows() {
    assertEquals(8, UP.keyRow(1));
    assertEquals(11, UP.valueRow(1));
    refused(
        "weights has 15 rows; 2 heads of 3 keys and 5 values have 16",
        () -> new LatentUp(2, 3, 5, new Dense(15, 4, bf16(60))));
  }

  @Test
  void headsTakeWholeRows() {
    assertEquals(3, new AbsorbQuery.Problem(UP, 2, bf16(30)).tokens());
    assertEquals(3, new UnabsorbOutput.Problem(UP, bf16(24)).tokens());
    assertEquals(3, DecompressHeads.Problem.allHeads(UP, 2, bf16(18)).tokens());
    refused(
        "query has 31 elements; it must be whole rows of 10",
        () -> new AbsorbQuery.Problem(UP, 2, bf16(31)));
    refused(
        "latentOut has 9 elements; it must be whole rows of 8",
        () -> new UnabsorbOutput.Problem(UP, bf16(9)));
    refused(
        "slots has 7 elements; it must be whole rows of 6",
        () -> DecompressHeads.Problem.allHeads(UP, 2, bf16(7)));
  }

  @Test
  void onlyHeadsThatExist_canBeAskedFor() {
    assertEquals(1, DecompressHeads.Problem.allHeads(UP, 2, bf16(6)).head(1).headCount());
    refused(
        "headCount is 2 from head 1; there are 2 heads",
        () -> new DecompressHeads.Problem(UP, 2, bf16(6), 1, 2));
    refused(
        "firstHead is -1; it must be at least 0",
        () -> new DecompressHeads.Problem(UP, 2, bf16(6), -1, 2));
  }

  private static BlockScaled scaled(Elements codes, Elements scales) {
    return new BlockScaled(2, 3, codes, scales);
  }

  private static Elements bf16(int count) {
    return Elements.allocate(FloatFormat.BF16, count);
  }

  private static Elements f32(int count) {
    return Elements.allocate(FloatFormat.F32, count);
  }

  private static Elements codes(int count) {
    return Elements.allocate(FloatFormat.FP8_E4M3, count);
  }
}
