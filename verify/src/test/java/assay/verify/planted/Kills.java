package assay.verify.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Subject;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Holds planted bugs against the properties that are to catch them. */
final class Kills {

  private static final int PROBLEMS = 60;

  private Kills() {}

  /** One test for each bug. */
  static Stream<DynamicTest> of(List<PlantedBug<?>> bugs) {
    return bugs.stream()
        .map(bug -> DynamicTest.dynamicTest(bug.id() + " " + bug.title(), () -> isCaught(bug)));
  }

  private static void isCaught(PlantedBug<?> bug) {
    assertEquals(List.of(), escaped(bug), () -> "escaped by " + bug.id());
  }

  /** The catchers that find nothing. */
  static <P> List<String> escaped(PlantedBug<P> bug) {
    return bug.catchers().stream().filter(catcher -> !catches(catcher, bug)).toList();
  }

  private static <P> boolean catches(String catcher, PlantedBug<P> bug) {
    @SuppressWarnings("unchecked") // the operator's problems are P
    var operator = (GoldenOperator<P>) GoldenOperators.of(bug.operator());
    Property<P> property = property(catcher, bug, operator);
    return LongStream.rangeClosed(1, PROBLEMS)
        .anyMatch(seed -> property.examine(operator.small(seed), seed).failed());
  }

  private static <P> Property<P> property(
      String name, PlantedBug<P> bug, GoldenOperator<P> operator) {
    boolean bitwise = bug.kind() == BugClass.INVARIANCE;
    var implementation = bug.implementation().apply(Surroundings.CHECKED);
    Subject<P> subject = new Subject<>(bug.id(), implementation, bug.contract(), bitwise);
    return operator.properties().of(subject, operator.reference()).stream()
        .filter(property -> property.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
