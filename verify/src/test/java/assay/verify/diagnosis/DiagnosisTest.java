package assay.verify.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.NumericContract;
import assay.spec.RmsNorm;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Subject;
import assay.verify.planted.PlantedBug;
import assay.verify.planted.PlantedBugs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Most planted bugs are named for what they are; what is right is not accused. */
class DiagnosisTest {

  private static final long SEED = 20261124;

  /** In a row, so that nobody has chosen them. */
  private static final int ALL_SEEDS = 10;

  private static final int DRAWN = 10;

  private static final int NAMED = 8;

  @Test
  void ofTenBugsOfTheCatalogue_atLeastEightAreNamed() {
    List<Diagnosed> drawn = drawn(SEED);
    long named = named(drawn);
    System.out.printf("seed %d: %d of %d planted bugs are named%n", SEED, named, DRAWN);
    assertTrue(named >= NAMED, () -> "%d of %d: %s".formatted(named, DRAWN, drawn));
  }

  @Test
  void ofAHundredBugsOfTheCatalogue_atLeastEightyAreNamed() {
    long named = LongStream.rangeClosed(1, ALL_SEEDS).map(seed -> named(drawn(seed))).sum();
    System.out.printf("seeds 1 to %d: %d of %d%n", ALL_SEEDS, named, ALL_SEEDS * DRAWN);
    assertTrue(named >= ALL_SEEDS * NAMED, () -> "only " + named);
  }

  private static List<Diagnosed> drawn(long seed) {
    List<PlantedBug<?>> catalogue = new ArrayList<>(DiagnosisRate.visible(PlantedBugs.all()));
    Collections.shuffle(catalogue, new Random(seed));
    return catalogue.subList(0, DRAWN).stream().<Diagnosed>map(Diagnosed::of).toList();
  }

  private static long named(List<Diagnosed> drawn) {
    return drawn.stream().filter(Diagnosed::isRight).count();
  }

  @Test
  void theGoldenModel_isNotDiagnosed() {
    GoldenOperators.ALL.forEach(DiagnosisTest::isNotDiagnosed);
  }

  @Test
  void aBugThatIsNoneOfTheCatalogue_isNamed() {
    GoldenOperator<RmsNorm.Problem> norm = norm();
    Subject<RmsNorm.Problem> bug =
        new Subject<>(
            "eps 1e-3",
            problem ->
                norm.reference()
                    .run(new RmsNorm.Problem(problem.width(), problem.x(), problem.weight(), 1e-5)),
            NumericContract.F32,
            false);
    List<Diagnosis> guesses =
        new Diagnostician<>(norm, bug, Set.of("within-budget")).guesses(problems(norm));
    assertEquals("eps is 1.0E-5", guesses.getFirst().title());
    assertEquals(1, guesses.getFirst().explained());
  }

  @SuppressWarnings("unchecked")
  private static GoldenOperator<RmsNorm.Problem> norm() {
    return (GoldenOperator<RmsNorm.Problem>) GoldenOperators.of(RmsNorm.OPERATOR);
  }

  private static <P> void isNotDiagnosed(GoldenOperator<P> operator) {
    Subject<P> golden = new Subject<>("golden", operator.reference(), NumericContract.F32, true);
    assertEquals(
        List.of(),
        new Diagnostician<>(operator, golden, Set.of()).guesses(problems(operator)),
        () -> operator.operator().name().kebab());
  }

  private static <P> List<P> problems(GoldenOperator<P> operator) {
    return LongStream.range(0, 12).mapToObj(operator::small).toList();
  }
}
