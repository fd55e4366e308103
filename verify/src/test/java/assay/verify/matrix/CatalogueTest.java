package assay.verify.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.verify.planted.PlantedBug;
import assay.verify.planted.PlantedBugs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every planted bug of every operator is refused by Assay. */
final class CatalogueTest {

  @Test
  void everyBugIsRefused() {
    MatrixPlan plan =
        new MatrixPlan(20_261_124, true, PlantedBugs.all(), List.of(), true, List.of());
    MatrixResult result = KillMatrix.run(plan, progress -> {});
    assertEquals(List.of(), result.survivors());
  }

  @Test
  void idsOfAnOperatorAreUnique() {
    Set<String> seen = new HashSet<>();
    for (PlantedBug<?> bug : PlantedBugs.all()) {
      String id = bug.operator().name().kebab() + " " + bug.id();
      assertTrue(seen.add(id), id);
    }
  }
}
