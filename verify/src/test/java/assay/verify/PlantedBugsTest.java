package assay.verify;

import assay.verify.planted.PlantedBug;
import assay.verify.planted.PlantedBugs;
import assay.verify.variant.Surroundings;
import java.util.*;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PlantedBugsTest {

  @TestFactory
  Stream<DynamicTest> killed() {
    String only = System.getenv("ONLY");
    return PlantedBugs.all().stream()
        .filter(b -> only == null || b.id().matches(only))
        .map(v ->
            DynamicTest.dynamicTest(v.operator().name().kebab() + " " + v.id(), () -> killed(v)));
  }

  @SuppressWarnings("unchecked")
  private static <P> void killed(PlantedBug<P> v) {
    GoldenOperator<P> golden = (GoldenOperator<P>) GoldenOperators.of(v.operator());
    String line = v.id() + " " + v.operator().name().kebab() + " '" + v.title() + "'";
    for (Surroundings s : Surroundings.values()) {
      Subject<P> subject = new Subject<>(v.id(), v.implementation().apply(s), v.contract(), false);
      List<Property<P>> properties = golden.properties().of(subject, golden.reference());
      Map<String, Integer> kills = new LinkedHashMap<>();
      String why = "";
      for (Property<P> property : properties) {
        int n = 0;
        for (long seed = 0; seed < 60; seed++) {
          Finding f = property.examine(DrawnRecipe.random(golden, seed));
          if (f.failed()) {
            n++;
            if (why.isEmpty() && property.name().equals("within-budget"))
              why = String.valueOf(f.outcome());
          }
        }
        if (n > 0) kills.put(property.name(), n);
      }
      line += "\n     " + s + " " + kills + " " + why.substring(0, Math.min(120, why.length()));
    }
    System.out.println(line);
  }
}
