package assay.verify;

import assay.verify.variant.HonestVariant;
import assay.verify.variant.HonestVariants;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HonestVariantsTest {

  @TestFactory
  Stream<DynamicTest> no_property_accuses() {
    return HonestVariants.all().stream()
        .map(v ->
            DynamicTest.dynamicTest(
                v.operator().name().kebab() + " " + v.name(), () -> accused(v)));
  }

  @SuppressWarnings("unchecked")
  private static <P> void accused(HonestVariant<P> v) {
    GoldenOperator<P> golden = (GoldenOperator<P>) GoldenOperators.of(v.operator());
    for (Surroundings s : Surroundings.values()) {
      Subject<P> subject =
          new Subject<>(v.name(), v.implementation().apply(s), v.contract(), false);
      List<Property<P>> properties = golden.properties().of(subject, golden.reference());
      double worst = 0;
      for (Property<P> property : properties) {
        for (long seed = 0; seed < 300; seed++) {
          Finding f = property.examine(DrawnRecipe.random(golden, seed));
          if (f.failed()) {
            throw new AssertionError(property.name() + " seed " + seed + " " + f);
          }
          worst = Math.max(worst, f.headroomStatistical());
        }
      }
      if (worst > 0.9)
        System.out.println(v.operator().name().kebab() + " " + v.name() + " " + s + " " + worst);
    }
  }
}
