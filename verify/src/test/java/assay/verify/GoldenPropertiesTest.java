package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.spec.NumericContract;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No property accuses the golden model, held to binary64's own budgets. */
class GoldenPropertiesTest {

  private static final int TRIES = 1_000;

  @Property(tries = TRIES)
  void noPropertyAccusesTheGoldenModel(
      @ForAll("operators") GoldenOperator<?> golden, @ForAll("seeds") long seed) {
    examine(golden, seed);
  }

  @Provide
  Arbitrary<GoldenOperator<?>> operators() {
    return Arbitraries.of(GoldenOperators.ALL);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().between(0, Integer.MAX_VALUE).withoutEdgeCases();
  }

  private static <P> void examine(GoldenOperator<P> golden, long seed) {
    DrawnRecipe<P> recipe = DrawnRecipe.random(golden, seed);
    Subject<P> subject =
        new Subject<>("golden", golden.reference(), NumericContract.BINARY64, true);
    for (assay.verify.Property<P> property : golden.properties().of(subject, golden.reference())) {
      Finding finding = property.examine(recipe);
      assertFalse(
          finding.failed(),
          () ->
              golden.operator().name().kebab()
                  + " "
                  + property.name()
                  + " "
                  + recipe
                  + ": "
                  + finding);
    }
  }
}
