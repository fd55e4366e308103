package assay.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagedMlaDecodeRecipeTest {

  @Test
  void text_readsBackAsTheSameRecipe() {
    LongStream.range(0, 200)
        .mapToObj(PagedMlaDecodeProblems::random)
        .forEach(recipe -> assertEquals(recipe, PagedMlaDecodeRecipe.parse(recipe.toString())));
  }

  @Test
  void sameRecipe_givesTheSameBits() {
    PagedMlaDecodeRecipe recipe = PagedMlaDecodeProblems.random(7);
    Problem first = recipe.problem();
    Problem second = recipe.problem();
    assertEquals(-1, first.query().segment().mismatch(second.query().segment()));
    assertEquals(-1, first.cache().bytes().mismatch(second.cache().bytes()));
    assertArrayEquals(first.cache().pageTable(), second.cache().pageTable());
  }

  @Test
  void opposedValuesCancel() {
    Result result = golden("heads=1 latent=8 rope=2 lengths=64 gain=1e-6 pattern=opposed");
    for (double value : result.tensor("out").values()) {
      assertTrue(Math.abs(value) < 1, () -> value + " of values about 4 and -4");
    }
  }

  @Test
  void lowestScoresHaveNoWeight() {
    Result result = golden("heads=1 latent=8 rope=2 lengths=64 gain=1e-6 pattern=lowest");
    double lse = result.tensor("lseNats").values()[0];
    assertTrue(lse < Math.log(33), () -> lse + " of 32 keys that have weight, and 32 that do not");
  }

  private static Result golden(String recipe) {
    return Emulated.GOLDEN.run(PagedMlaDecodeRecipe.parse(recipe).problem());
  }

  @Test
  void whateverMustNotBeRead_isPoisoned() {
    PagedLatentCache cache =
        PagedMlaDecodeRecipe.parse("heads=1 latent=4 rope=2 page=4 lengths=5,0").problem().cache();
    Set<Long> live = new HashSet<>();
    for (int t = 0; t < 5; t++) {
      live.add(cache.slot(0, t));
    }
    for (long slot = 0; slot < (long) cache.pages() * cache.pageSize(); slot++) {
      boolean poison = Double.isNaN(cache.elements().get(slot * cache.width()));
      assertEquals(!live.contains(slot), poison);
    }
    for (int entry = 0; entry < cache.pageTable().length; entry++) {
      int page = cache.pageTable()[entry];
      boolean inPool = page >= 0 && page < cache.pages();
      assertEquals(entry < 2, inPool);
    }
  }

  @Test
  void smallerRecipes_endAtTheSmallest() {
    PagedMlaDecodeRecipe recipe = PagedMlaDecodeProblems.random(11);
    int steps = 0;
    while (!recipe.smaller().isEmpty()) {
      recipe = recipe.smaller().getLast();
      steps++;
      assertTrue(steps < 10_000, "shrinking does not end");
    }
    assertEquals(1, recipe.heads());
    assertEquals(1, recipe.batch());
    assertEquals(0, recipe.lengths().getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heads=0                | heads is 0; it must be at least 1",
        "lengths=4,-1           | lengths is -1; it must be at least 0",
        "page=0                 | page is 0; it must be at least 1",
        "latent=0               | latent is 0; it must be at least 1",
        "queries=0              | queries is 0; it must be at least 1",
        "rope=-2                | rope is -2; it must be at least 0",
        "scale=0                | scale is 0.0; it must be finite and positive",
        "gain=NaN               | gain is NaN; it must be finite and positive",
        "causal=perhaps         | causal is 'perhaps'; a value such as false is allowed",
        "pattern=zigzag         | pattern is 'zigzag'; a value such as normal is allowed",
        "heads=1 heads=2        | case has 'heads' twice",
        "heads=100000000        | queries have 57600000000 elements; at most 268435456 are allowed",
        "lengths=2000000000     | keys have 1152000073728 elements; at most 268435456 are allowed",
        "heads=many             | heads is 'many'; a value such as 16 is allowed",
      })
  void wrongValue_isNamed(String text, String sentence) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PagedMlaDecodeRecipe.parse(text));
    assertEquals(sentence, refused.getMessage());
  }

  @Test
  void unknownName_isRefusedWithTheKnownOnes() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PagedMlaDecodeRecipe.parse("color=red"));
    assertTrue(Objects.requireNonNull(refused.getMessage()).contains("'color'"));
    assertTrue(Objects.requireNonNull(refused.getMessage()).contains("lengths"));
    assertFalse(Objects.requireNonNull(refused.getMessage()).contains("\n"));
  }
}
