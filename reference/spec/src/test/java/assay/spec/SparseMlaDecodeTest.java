package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import org.junit.jupiter.api.Test;

class SparseMlaDecodeTest {

  private static final int[] INDICES = {5, -1, 5, 0, -1, 7};

  @Test
  void validEntriesUpToTheCount_inTheirOrder_asOftenAsTheyStand() {
    Selection selection = new Selection(3, INDICES, new int[] {3, 2}, InvalidIndexRule.MINUS_ONE);
    assertArrayEquals(new int[] {5, 5}, problem(selection, 6).slots(0));
    assertArrayEquals(new int[] {0}, problem(selection, 6).slots(1));
  }

  @Test
  void anIndexOutsideThePool_isRefused_orInvalid() {
    Selection strict = Selection.of(3, INDICES, InvalidIndexRule.MINUS_ONE);
    refused("indices[5] is 7; it must be -1 or in [0, 7)", () -> strict.slots(1, 7));
    Selection lax = Selection.of(3, INDICES, InvalidIndexRule.OUTSIDE_THE_POOL);
    assertArrayEquals(new int[] {0}, lax.slots(1, 7));
  }

  @Test
  void shapes_mustAgree() {
    Selection selection = Selection.of(3, INDICES, InvalidIndexRule.OUTSIDE_THE_POOL);
    refused("valueWidth is 5; it must be 4 or 6", () -> problem(selection, 5));
    refused(
        "counts[0] is 4; it must be in [0, 3]",
        () -> new Selection(3, INDICES, new int[] {4, 0}, InvalidIndexRule.MINUS_ONE));
    refused(
        "indices has 6 elements; its shape holds 3",
        () -> new Selection(3, INDICES, new int[] {3}, InvalidIndexRule.MINUS_ONE));
  }

  private static Problem problem(Selection selection, int valueWidth) {
    PagedLatentCache cache =
        PagedLatentCache.ofBFloat16(4, 6, new short[48], 0, new int[0], new int[0]);
    return new Problem(
        1,
        2,
        1,
        4,
        2,
        valueWidth,
        Elements.allocate(FloatFormat.BF16, 12),
        cache,
        selection,
        Problem.noSinks(1),
        1);
  }
}
