package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What the committed kernel has no path for is refused, not misread. */
final class PagedMlaDecodeKernelTest {

  @Test
  void otherLayoutsThanBf16_areUnsupported() {
    assertEquals(
        "cache layout is DenseLayout[format=FP16, latent=64, rope=2, tensorScale=1.0];"
            + " paged_mla_decode reads a dense one of BF16",
        refusal(DenseLayout.float16(64, 2), FloatFormat.BF16));
    assertEquals(
        "cache layout is Model1Layout[latent=64, rope=2, pageMultiple=1];"
            + " paged_mla_decode reads a dense one of BF16",
        refusal(new Model1Layout(64, 2, 1), FloatFormat.BF16));
  }

  @Test
  void otherQueriesThanBf16_areUnsupported() {
    assertEquals(
        "query is in F32; paged_mla_decode reads BF16",
        refusal(DenseLayout.bFloat16(64, 2), FloatFormat.F32));
  }

  private static String refusal(LatentLayout layout, FloatFormat query) {
    byte[] page = new byte[(int) layout.bytesPerPage(1)];
    PagedLatentCache cache =
        new PagedLatentCache(
            1, layout, MemorySegment.ofArray(page), 1, new int[] {0}, new int[] {1});
    Problem problem = new Problem(1, 1, 64, 2, Elements.allocate(query, 66), cache, 1, false);
    return String.valueOf(
        assertThrows(
                UnsupportedProblem.class, () -> Emulated.kernel(Emulated.committed()).run(problem))
            .getMessage());
  }
}
