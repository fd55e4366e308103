package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.mutation.MutationKind;
import assay.gpu.mutation.PtxMutant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which mutants a form covers. */
final class EquivalentFormTest {

  private static final PtxMutant MUTANT =
      new PtxMutant(
          MutationKind.DROP_TERM,
          "k_16",
          "add.f32 %f12, %f1, 0f00000000;",
          "mov.f32 %f12, %f1;",
          0,
          5,
          Optional.of("a.cuh:7"),
          "rcp.rn.f32",
          List.of());

  private static boolean covers(String text) {
    return EquivalentForm.of(text, "Because.").covers(MUTANT);
  }

  @Test
  void aNameIsOfOneMutant() {
    assertTrue(covers(MUTANT.id()));
    assertFalse(covers(MUTANT.id().replace("#0", "#1")));
  }

  @Test
  void aLookSaysWhatEverythingButRegistersIs() {
    assertEquals(
        "drop-term k_16 a.cuh:7: add.f32 %f, %f, 0f00000000; => mov.f32 %f, %f; [rcp.rn.f32]",
        MUTANT.look());
    assertTrue(
        covers("drop-term k_16 a.cuh:7: add.f32 %f, %f, 0f00000000; => mov.f32 %f, %f; [*]"));
    assertTrue(covers("drop-term *_16 *: add.f32 %f, * => * [rcp.rn.f32]"));
  }

  @Test
  void anotherKindOfRegister_anotherPlace_andAnotherReaderDiffer() {
    assertFalse(covers("drop-term * *: add.f32 %r, %f, 0f00000000; => * [*]"));
    assertFalse(covers("drop-term * a.cuh:8: add.f32 %f, %f, 0f00000000; => * [*]"));
    assertFalse(covers("drop-term * *: add.f32 %f, %f, 0f00000000; => * []"));
    assertFalse(covers("drop-term * *: add.f32 %f, %f, 0f00000000; => *; [add.f32]"));
  }
}
