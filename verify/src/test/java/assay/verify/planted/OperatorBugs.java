package assay.verify.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.spec.Operator;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.HonestVariants;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Of one operator: no honest variant is accused, and every bug is caught. */
abstract class OperatorBugs {

  private static final int HONEST_PROBLEMS = 40;
  private static final int BUGGY_PROBLEMS = 60;

  private final Operator operator;

  OperatorBugs(Operator operator) {
    this.operator = operator;
  }

  @Test
  void noPropertyAccusesAnHonestVariant() {
    List<String> accusations = new ArrayList<>();
    for (HonestVariant<?> variant : HonestVariants.all()) {
      if (variant.operator().equals(operator)) {
        Hunt.accusations(variant, HONEST_PROBLEMS)
            .forEach(accusation -> accusations.add(variant.name() + " " + accusation));
      }
    }
    assertEquals(List.of(), accusations);
  }

  @Test
  void everyBugIsCaughtByWhatItNames_andEveryPropertyCatchesOne() {
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
