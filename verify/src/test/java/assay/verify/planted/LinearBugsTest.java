package assay.verify.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.spec.AbsorbQuery;
import assay.spec.DecompressHeads;
import assay.spec.Operator;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.UnabsorbOutput;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.HonestVariants;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators around attention: no honest variant is accused, and every bug is caught. */
final class LinearBugsTest {

  private static final int HONEST_PROBLEMS = 100;
  private static final int BUGGY_PROBLEMS = 60;

  static Stream<Operator> operators() {
    return Stream.of(
        RmsNorm.OPERATOR,
        Projection.OPERATOR,
        AbsorbQuery.OPERATOR,
        UnabsorbOutput.OPERATOR,
        DecompressHeads.OPERATOR);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void noPropertyAccusesAnHonestVariant(Operator operator) {
    List<String> accusations = new ArrayList<>();
    for (HonestVariant<?> variant : HonestVariants.all()) {
      if (variant.operator().equals(operator)) {
        Hunt.accusations(variant, HONEST_PROBLEMS)
            .forEach(accusation -> accusations.add(variant.name() + " " + accusation));
      }
    }
    assertEquals(List.of(), accusations);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void everyBugIsCaughtByWhatItNames_andEveryPropertyCatchesOne(Operator operator) {
    List<String> missed = new ArrayList<>();
    Set<String> telling = new TreeSet<>();
    for (PlantedBug<?> bug : PlantedBugs.all()) {
      if (bug.operator().equals(operator)) {
        List<String> catchers = Hunt.catchers(bug, BUGGY_PROBLEMS);
        telling.addAll(catchers);
        if (catchers.isEmpty() == bug.equivalence().isEmpty()
            || !catchers.containsAll(bug.catchers())) {
          missed.add(bug.id() + " " + bug.title() + ": " + catchers);
        }
      }
    }
    assertEquals(List.of(), missed);
    assertEquals(new TreeSet<>(Hunt.propertyNames(operator)), telling);
  }
}
