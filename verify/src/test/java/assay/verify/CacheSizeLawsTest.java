package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.CacheKind;
import assay.spec.DenseLayout;
import assay.spec.LatentLayout;
import assay.spec.MlaShape;
import assay.spec.Model;
import java.util.function.ToLongFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What caches cost: laws that hold for any widths, and wrong counts that break them. */
class CacheSizeLawsTest {

  @Property(tries = 200)
  void aTokenTakesItsCodesAndScales_andALayoutCountsNoFewer(@ForAll long seed) {
    LatentLayout layout = LatentCaches.smallLayout(new Drawing(seed));
    assertTrue(CacheBytes.ofToken(layout) <= layout.bytesPerToken());
    assertTrue(layout.bytesPerPage(64) >= 64L * layout.bytesPerToken());
  }

  @Property(tries = 200)
  void aDenseCacheGrowsWithItsRank(
      @ForAll @IntRange(min = 1, max = 600) int latent,
      @ForAll @IntRange(min = 0, max = 100) int rope) {
    assertTrue(growsWithRank(latent, rope, CacheSizeLawsTest::bytes));
    assertFalse(growsWithRank(latent, rope, layout -> 1152));
  }

  @Property(tries = 200)
  void theRatioToMhaIsThatOfWidths(
      @ForAll @IntRange(min = 1, max = 128) int heads,
      @ForAll @IntRange(min = 1, max = 600) int latent,
      @ForAll @IntRange(min = 0, max = 50) int pairs) {
    Model model = model(heads, latent, 2 * pairs);
    long mla = CacheKind.MLA.bytesPerToken(model);
    long mha = CacheKind.MHA.bytesPerToken(model);
    assertEquals((long) heads * (128 + 2 * pairs + 128) * mla, (latent + 2L * pairs) * mha);
    assertEquals(
        mla, (long) model.attentionLayers() * bytes(DenseLayout.bFloat16(latent, 2 * pairs)));
  }

  @Example
  void everyModelOfTheCatalogueSavesAgainstMha() {
    for (Model model : Model.CATALOGUE) {
      assertTrue(CacheKind.MLA.bytesPerToken(model) < CacheKind.MHA.bytesPerToken(model));
    }
  }

  private static boolean growsWithRank(int latent, int rope, ToLongFunction<LatentLayout> bytes) {
    long narrow = bytes.applyAsLong(DenseLayout.bFloat16(latent, rope));
    return bytes.applyAsLong(DenseLayout.bFloat16(latent + 1, rope)) > narrow
        && bytes.applyAsLong(DenseLayout.bFloat16(latent, rope + 1)) > narrow;
  }

  private static long bytes(LatentLayout layout) {
    return layout.bytesPerToken();
  }

  private static Model model(int heads, int latent, int rope) {
    MlaShape shape = new MlaShape(1024, heads, 0, latent, 128, rope, 128);
    Model any = Model.DEEPSEEK_V3;
    return new Model("any", "any", 3, shape, any.yarn(), any.ropeTheta(), 4096, "none");
  }
}
