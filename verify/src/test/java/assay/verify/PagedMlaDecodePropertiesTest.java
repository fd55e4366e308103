package assay.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.PagedMlaDecode.Problem;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The committed kernel, on the emulator, has every property; jqwik draws and shrinks. */
class PagedMlaDecodePropertiesTest {

  private static final int TRIES = 1_000;
  private static final Subject<Problem> HONEST = Emulated.honest();

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void theKernelHasEveryProperty(
      @ForAll("names") String name, @ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    Finding finding = Emulated.property(HONEST, name).examine(recipe);
    assertTrue(finding.passed(), () -> name + " " + recipe + ": " + finding);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        Emulated.properties(HONEST).stream().map(assay.verify.Property::name).toList());
  }

  @Provide
  Arbitrary<PagedMlaDecodeRecipe> recipes() {
    return PagedMlaDecodeArbitraries.recipes();
  }
}
