package assay.verify.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.AimedProblems;
import assay.verify.DrawnRecipe;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.Subject;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each planted bug of decode is caught, by the property that is expected to. */
final class DecodeBugsTest {

  private static final int DRAWN = 60;

  @SuppressWarnings("unchecked")
  private static final GoldenOperator<Problem> OPERATOR =
      (GoldenOperator<Problem>) GoldenOperators.of(PagedMlaDecode.OPERATOR);

  private static final List<Recipe<Problem>> PROBLEMS =
      Stream.<Recipe<Problem>>concat(
              AimedProblems.PAGED_MLA_DECODE.stream(),
              LongStream.rangeClosed(1, DRAWN).mapToObj(seed -> DrawnRecipe.random(OPERATOR, seed)))
          .toList();

  static Stream<PlantedBug<?>> bugs() {
    return PlantedBugs.all().stream()
        .filter(bug -> bug.operator().equals(PagedMlaDecode.OPERATOR))
        .filter(bug -> bug.equivalence().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aBugIsCaughtByItsProperty(PlantedBug<Problem> bug) {
    Subject<Problem> subject =
        new Subject<>(
            bug.id(), bug.implementation().apply(Surroundings.CHECKED), bug.contract(), false);
    List<Property<Problem>> properties =
        OPERATOR.properties().of(subject, OPERATOR.reference()).stream()
            .filter(property -> bug.catchers().contains(property.name()))
            .toList();
    assertEquals(bug.catchers().size(), properties.size());
    for (Property<Problem> property : properties) {
      assertTrue(
          PROBLEMS.stream().anyMatch(problem -> property.examine(problem).failed()),
          property::name);
    }
  }

  @Test
  void idsAreUnique() {
    List<String> ids = PlantedBugs.all().stream().map(PlantedBug::id).toList();
    assertEquals(ids.stream().distinct().toList(), ids);
    assertFalse(ids.isEmpty());
  }
}
