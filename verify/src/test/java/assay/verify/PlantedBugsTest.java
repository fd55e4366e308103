package assay.verify;

import assay.verify.planted.PlantedBug;
import assay.verify.planted.BugClass;
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
    return PlantedBugs.all().stream().filter(b -> only == null || b.id().matches(only))
        .map(v -> DynamicTest.dynamicTest(v.operator().name().kebab() + " " + v.id(), () -> killed(v)));
  }

  @SuppressWarnings("unchecked")
  private static <P> void killed(PlantedBug<P> v) {
    GoldenOperator<P> golden = (GoldenOperator<P>) GoldenOperators.of(v.operator());
    String line = v.id() + " " + v.operator().name().kebab() + " '" + v.title() + "'";
    for (Surroundings s : Surroundings.values()) {
      Map<String,Integer> kills = new LinkedHashMap<>();
      String why = "";
      int count = golden.properties().of(new Subject<>(v.id(), v.implementation().apply(s), v.contract(), v.kind() == BugClass.INVARIANCE), golden.reference()).size();
      for (int i = 0; i < count; i++) {
        Subject<P> subject = new Subject<>(v.id(), v.implementation().apply(s), v.contract(), v.kind() == BugClass.INVARIANCE);
        Property<P> property = golden.properties().of(subject, golden.reference()).get(i);
        int n = 0;
        for (long seed = 0; seed < 60 && n == 0; seed++) {
          Finding f = property.examine(DrawnRecipe.random(golden, seed));
          if (f.failed()) { n = (int) seed + 1; if (why.isEmpty()) why = String.valueOf(f.outcome()); }
        }
        if (n > 0) kills.put(property.name(), n);
      }
      line += "\n     " + s + " " + kills + " " + why.substring(0, Math.min(120, why.length()));
    }
    System.out.println(line);
  }
}
