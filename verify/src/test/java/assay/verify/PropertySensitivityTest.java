package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Implementation;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each property is seen to fail: a bug of its own kind is planted in the golden model. */
class PropertySensitivityTest {

  private static final PagedMlaDecodeRecipe RECIPE =
      PagedMlaDecodeRecipe.parse(
          "heads=3 latent=16 rope=8 queries=2 causal=true page=4 lengths=9,6,17 scale=0.2"
              + " pattern=offset seed=5");

  private static final Map<String, Implementation<Problem>> BUGS =
      Map.of(
          "within-budget", editing((problem, out) -> out[3] *= 1.1),
          "page-permutation", editing((problem, out) -> out[3] += problem.cache().pageTable()[0]),
          "batch-permutation", editing((problem, out) -> out[3] += 1),
          "head-permutation", editing((problem, out) -> out[problem.latent() + 3] += 1),
          "poison-invisible", editing((problem, out) -> out[3] += problem.cache().pageTable()[4]),
          "causal-row", ignoringCausal(),
          "convexity", editing((problem, out) -> out[3] *= 2),
          "scale-law", editing((problem, out) -> out[3] += problem.scale()),
          "live-nan", editing(PropertySensitivityTest::replaceNan),
          "repeat-run", drifting());

  @TestFactory
  Stream<DynamicTest> everyProperty_rejectsItsBug() {
    List<Property<Problem>> honest =
        Emulated.properties(Emulated.subject("golden", Emulated.GOLDEN));
    return honest.stream()
        .map(property -> DynamicTest.dynamicTest(property.name(), () -> isSensitive(property)));
  }

  @Test
  void convexity_rejectsANan() {
    Implementation<Problem> bug = editing((problem, out) -> out[3] = Double.NaN);
    assertTrue(
        Emulated.property(Emulated.subject("bug", bug), "convexity").examine(RECIPE).failed());
  }

  @Test
  void everyProperty_hasABug() {
    List<String> names =
        Emulated.properties(Emulated.subject("golden", Emulated.GOLDEN)).stream()
            .map(Property::name)
            .sorted()
            .toList();
    assertEquals(names, BUGS.keySet().stream().sorted().toList());
  }

  private static void isSensitive(Property<Problem> honest) {
    assertTrue(honest.examine(RECIPE).passed(), () -> "accuses golden: " + honest.examine(RECIPE));
    Implementation<Problem> bug = Objects.requireNonNull(BUGS.get(honest.name()));
    Property<Problem> sabotaged = Emulated.property(Emulated.subject("bug", bug), honest.name());
    assertTrue(sabotaged.examine(RECIPE).failed());
  }

  private static Implementation<Problem> editing(BiConsumer<Problem, double[]> edit) {
    return problem -> {
      Result result = Emulated.GOLDEN.run(problem);
      double[] out = result.tensor("out").values().clone();
      edit.accept(problem, out);
      return PagedMlaDecode.result(problem, out, result.tensor("lseNats").values());
    };
  }

  private static Implementation<Problem> ignoringCausal() {
    return problem ->
        Emulated.GOLDEN.run(
            new Problem(
                problem.queryTokens(),
                problem.heads(),
                problem.latent(),
                problem.rope(),
                problem.query(),
                problem.cache(),
                problem.scale(),
                false));
  }

  private static Implementation<Problem> drifting() {
    AtomicInteger runs = new AtomicInteger();
    return editing((problem, out) -> out[3] += runs.getAndIncrement());
  }

  private static void replaceNan(Problem problem, double[] out) {
    Arrays.setAll(out, i -> Double.isNaN(out[i]) ? 0 : out[i]);
  }
}
