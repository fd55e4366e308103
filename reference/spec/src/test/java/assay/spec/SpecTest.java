package assay.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, axes, masks, confidence. */
final class SpecTest {

  @Test
  void aStemHasThreeSpellings() {
    OperatorName name = new OperatorName("PagedMlaDecode");
    assertEquals("paged_mla_decode", name.snake());
    assertEquals("paged-mla-decode", name.kebab());
    assertEquals(PagedMlaDecode.OPERATOR, Operator.named("paged-mla-decode"));
    assertThrows(IllegalArgumentException.class, () -> new OperatorName("pagedMlaDecode"));
    assertThrows(IllegalArgumentException.class, () -> Operator.named("paged_mla_decode"));
  }

  @Test
  void aTensorNamesItsElements() {
    List<Tensor.Axis> axes = List.of(new Tensor.Axis("h", 2), new Tensor.Axis("d", 3));
    Tensor tensor = new Tensor("out", axes, new double[6]);
    assertArrayEquals(new int[] {1, 2}, tensor.coordinates(5));
    assertEquals("out[h=1, d=0]", tensor.describe(3));
    assertThrows(IllegalArgumentException.class, () -> new Tensor("out", axes, new double[5]));
  }

  @Test
  void theMasksBottomRightCornerIsNewestKeyAndNewestQuery() {
    PagedMlaDecode.Problem problem = problem(3, true, 5);
    assertEquals(3, problem.visible(0, 0));
    assertEquals(5, problem.visible(0, 2));
    assertEquals(0, problem(3, true, 1).visible(0, 0));
    assertEquals(5, problem(3, false, 5).visible(0, 0));
  }

  @Test
  void confidenceGrowsWithElementsAndHoldsItsTail() {
    Confidence confidence = new Confidence(1e-3, 1000);
    double exponent = confidence.lambda() * confidence.lambda() / 2;
    double expected = confidence.falseAlarm() / confidence.elements();
    double rounding = 8 * (exponent + 1) * FloatFormat.F64.unitRoundoff();
    assertEquals(expected, 2 * Math.exp(-exponent), expected * rounding);
    assertTrue(Confidence.RUN.lambda() > confidence.lambda());
    assertThrows(IllegalArgumentException.class, () -> new Confidence(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Confidence(0.5, 0));
  }

  @Test
  void theLatentCacheOfDeepSeekV3Holds1152BytesPerTokenAndLayer() {
    assertEquals(1152, CacheKind.MLA.bytesPerTokenAndLayer(Model.DEEPSEEK_V3));
    assertEquals(Model.DEEPSEEK_V3, Model.named("deepseek-v3"));
    assertThrows(IllegalArgumentException.class, () -> Model.named("deepseek-v9"));
  }

  private static PagedMlaDecode.Problem problem(int queryTokens, boolean causal, int length) {
    PagedLatentCache cache =
        PagedLatentCache.ofBFloat16(8, 2, new short[16], 1, new int[1], new int[] {length});
    return new PagedMlaDecode.Problem(
        queryTokens, 1, 1, 1, Elements.ofBFloat16(new short[queryTokens * 2]), cache, 1, causal);
  }
}
