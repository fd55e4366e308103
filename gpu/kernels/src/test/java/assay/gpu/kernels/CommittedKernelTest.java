package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.gpu.device.PtxSource;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import org.junit.jupiter.api.Test;

/** Whose place a file of PTX takes follows from its entries. */
final class CommittedKernelTest {

  @Test
  void everyKernelsOwnPtxTakesItsPlace() {
    for (CommittedKernel<?> kernel : CommittedKernel.ALL) {
      CommittedKernel<?> found = CommittedKernel.of(kernel.operator(), kernel.source().ptx());
      assertEquals(kernel.stem(), found.stem());
    }
  }

  @Test
  void aFileOfOneFormatTakesThatFormatsPlace() {
    assertEquals("f32", word(RmsNorm.OPERATOR, ".entry rms_norm_f32("));
    assertEquals("bf16", word(RmsNorm.OPERATOR, ".entry rms_norm_bf16("));
    assertEquals("f32", word(Projection.OPERATOR, ".entry projection_128_f32("));
    assertEquals("bf16", word(Projection.OPERATOR, ".entry projection_f32_bf16("));
  }

  @Test
  void aFileOfBothOrNeitherTakesTheFirst() {
    assertEquals("bf16", word(RmsNorm.OPERATOR, ".entry rms_norm_f32( .entry rms_norm_bf16("));
    assertEquals("bf16", word(RmsNorm.OPERATOR, ".entry other("));
  }

  @Test
  void theLongestStemDecides() {
    assertEquals("fp8", word(PagedMlaDecode.OPERATOR, ".entry paged_mla_decode_fp8_16("));
    assertEquals("tensor", word(PagedMlaDecode.OPERATOR, ".entry paged_mla_decode_tensor_16("));
    assertEquals("plain", word(PagedMlaDecode.OPERATOR, ".entry paged_mla_decode("));
  }

  private static String word(Operator operator, String text) {
    return CommittedKernel.of(operator, new PtxSource("some", text)).word();
  }
}
