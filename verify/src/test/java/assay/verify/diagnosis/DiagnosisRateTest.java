package assay.verify.diagnosis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.verify.planted.PlantedBug;
import assay.verify.planted.PlantedBugs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiagnosisRateTest {

  @Test
  void ofTheWholeCatalogue() {
    int right = 0, all = 0;
    String only = System.getenv("ONLY");
    for (PlantedBug<?> bug : PlantedBugs.all()) {
      if (only != null && !(bug.id() + " " + bug.operator().name().kebab()).matches(only)) continue;
      long start = System.nanoTime();
      Diagnosed diagnosed = Diagnosed.of(bug);
      System.out.println(diagnosed + (System.nanoTime() - start > 2e9 ? "\n  SLOW " + (System.nanoTime() - start) / 1e9 : ""));
      all++;
      right += diagnosed.isRight() ? 1 : 0;
    }
    System.out.println(right + " of " + all);
  }
}
