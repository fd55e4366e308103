package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.spec.UnsupportedProblem;
import org.junit.jupiter.api.Test;

final class AttentionShapeTest {

  @Test
  void aResultLargerThanAnArray_isRefusedInOneSentence() {
    AttentionShape prefill = new AttentionShape(163_840 * 128, 192, 128, 1);
    assertEquals(
        "out has 2684354560 elements; a result holds at most 2147483647",
        assertThrows(UnsupportedProblem.class, prefill::elements).getMessage());
    assertEquals(163_840 * 128 * 64, new AttentionShape(163_840 * 128, 192, 64, 1).elements());
  }
}
