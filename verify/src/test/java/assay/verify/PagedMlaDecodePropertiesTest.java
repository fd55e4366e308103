package assay.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.PagedMlaDecode.Problem;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The committed kernel, on the emulator, has every property; jqwik draws and shrinks. */
class PagedMlaDecodePropertiesTest {

  private static final int TRIES = 200;
  private static final Subject<Problem> HONEST = Emulated.honest();

  @Property(tries = TRIES)
  void withinBudget(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("within-budget", recipe);
  }

  @Property(tries = TRIES)
  void pagePermutation(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("page-permutation", recipe);
  }

  @Property(tries = TRIES)
  void batchPermutation(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("batch-permutation", recipe);
  }

  @Property(tries = TRIES)
  void headPermutation(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("head-permutation", recipe);
  }

  @Property(tries = TRIES)
  void poisonInvisible(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("poison-invisible", recipe);
  }

  @Property(tries = TRIES)
  void causalRow(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("causal-row", recipe);
  }

  @Property(tries = TRIES)
  void convexity(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("convexity", recipe);
  }

  @Property(tries = TRIES)
  void scaleLaw(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("scale-law", recipe);
  }

  @Property(tries = TRIES)
  void liveNan(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("live-nan", recipe);
  }

  @Property(tries = TRIES)
  void repeatRun(@ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    holds("repeat-run", recipe);
  }

  @Provide
  Arbitrary<PagedMlaDecodeRecipe> recipes() {
    return PagedMlaDecodeArbitraries.recipes();
  }

  private static void holds(String name, PagedMlaDecodeRecipe recipe) {
    Finding finding = Emulated.property(HONEST, name).examine(recipe);
    assertTrue(finding.passed(), () -> recipe + ": " + finding);
  }
}
