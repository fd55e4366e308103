package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What is asked, and what is refused at the door. */
final class AppendLatentCacheTest {

  private static final LatentLayout TILED = new Fp8DsMlaLayout(128, 2);

  @Test
  void theResultHoldsEveryByteOfThePool() {
    Problem problem = problem(DenseLayout.fp8(1, 0, 1), 3, new float[0]);
    MemorySegment pool = MemorySegment.ofArray(new byte[] {0, -1, 127, -128, 5, 6});
    Tensor tensor = AppendLatentCache.result(problem, pool).tensor("pool");
    assertArrayEquals(new double[] {0, 255, 127, 128, 5, 6}, tensor.values());
    assertEquals("pool[page=1, byte=2]", tensor.describe(5));
  }

  @Test
  void aSlotOutsideThePoolIsRefused() {
    refused(
        "slots[1] is 4; it must be below 4, or negative",
        () -> problem(TILED, 2, new float[256], 3, 4));
    assertEquals(2, problem(TILED, 2, new float[256], 3, Long.MIN_VALUE).tokens());
  }

  @Test
  void twoTokensOfOneSlotAreRefused() {
    refused(
        "slots[2] is 1, and so is slots[0]; a slot takes one token",
        () -> problem(TILED, 2, new float[384], 1, 0, 1));
    assertEquals(2, problem(TILED, 2, new float[256], -1, -1).tokens());
  }

  @Test
  void aTileThatIsNotFiniteIsRefusedUnlessItsTokenIsSkipped() {
    float[] latent = new float[256];
    latent[128 + 7] = Float.NaN;
    refused(
        "latent[1, 7] is NaN; a tile with a scale must be finite in F32",
        () -> problem(TILED, 2, latent, 0, 1));
    assertEquals(2, problem(TILED, 2, latent, 0, -1).tokens());
    assertEquals(2, problem(DenseLayout.fp8(128, 2, 1), 2, latent, 0, 1).tokens());
  }

  @Test
  void shapesMustAgree() {
    refused(
        "latent has 127 elements; its shape holds 128", () -> problem(TILED, 2, new float[127], 0));
    MemorySegment cut = MemorySegment.ofArray(new byte[(int) TILED.bytesPerPage(2) - 1]);
    refused(
        "pool has 271 bytes; a page takes 272",
        () -> new Problem(TILED, ScaleRule.ARBITRARY, 2, cut, floats(0), floats(0), new long[0]));
  }

  @Test
  void ue8m0ScalesNeedPowersOfTwo() {
    refused(
        "scaleRule is ARBITRARY; UE8M0 scales need POWER_OF_TWO",
        () -> problem(new Model1Layout(64, 2, 1), 2, new float[0]));
  }

  /** Two pages. */
  private static Problem problem(LatentLayout layout, int pageSize, float[] latent, long... slots) {
    byte[] pool = new byte[(int) (2 * layout.bytesPerPage(pageSize))];
    return new Problem(
        layout,
        ScaleRule.ARBITRARY,
        pageSize,
        MemorySegment.ofArray(pool),
        Elements.of(latent),
        floats(slots.length * layout.rope()),
        slots);
  }

  private static Elements floats(int count) {
    return Elements.of(new float[count]);
  }
}
