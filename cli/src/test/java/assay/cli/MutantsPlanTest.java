package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.verify.matrix.MatrixPlan;
import assay.verify.planted.PlantedBug;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which bugs, variants and judges a line asks for. */
class MutantsPlanTest {

  private static List<String> ids(String... only) {
    return plan(only).bugs().stream().map(PlantedBug::id).toList();
  }

  private static MatrixPlan plan(String... only) {
    return MutantsPlan.of(List.of(only), List.of("assay"), 1, true);
  }

  @Test
  void aBugIsChosenByIdByLettersByClassAndByOperator() {
    assertEquals(List.of("KM3"), ids("KM3"));
    assertEquals(17, ids("KM").size());
    assertTrue(ids("SC").containsAll(List.of("SC1", "KM2")), ids("SC")::toString);
    assertTrue(
        plan("rms-norm").bugs().stream()
            .allMatch(bug -> bug.operator().name().kebab().equals("rms-norm")));
  }

  @Test
  void variantsAreThoseOfTheBugsOperators() {
    assertTrue(
        plan("KM1").honest().stream()
            .allMatch(one -> one.operator().name().kebab().equals("paged-mla-decode")));
  }

  @Test
  void whatIsNoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ids("nonsense"));
    assertThrows(
        IllegalArgumentException.class,
        () -> MutantsPlan.of(List.of(), List.of("nonsense"), 1, true));
  }
}
