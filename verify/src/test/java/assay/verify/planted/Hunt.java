package assay.verify.planted;

import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.verify.DrawnRecipe;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Subject;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Holds every property of an operator against one implementation on small problems. */
final class Hunt {

  private Hunt() {}

  /** What accuses this variant, and what does in forgiving memory; nothing should. */
  static List<String> accusations(HonestVariant<?> variant, int problems) {
    List<String> accusations = accusations(variant, Surroundings.CHECKED, problems);
    accusations.addAll(accusations(variant, Surroundings.FORGIVING, 3));
    return accusations;
  }

  /** Names of the properties that reject a bug. */
  static List<String> catchers(PlantedBug<?> bug, int problems) {
    return catchersOf(bug, problems);
  }

  /** Names of an operator's properties. */
  static List<String> propertyNames(Operator operator) {
    GoldenOperator<?> golden = GoldenOperators.of(operator);
    return propertyNamesOf(golden);
  }

  private static <P> List<String> propertyNamesOf(GoldenOperator<P> operator) {
    Subject<P> subject =
        new Subject<>("formula", operator.formula(), NumericContract.BINARY64, false);
    return operator.properties().of(subject, operator.reference()).stream()
        .map(Property::name)
        .toList();
  }

  private static <P> List<String> accusations(
      HonestVariant<P> variant, Surroundings surroundings, int problems) {
    GoldenOperator<P> operator = operator(variant.operator());
    List<String> accusations = new ArrayList<>();
    for (Property<P> property :
        properties(operator, variant.contract(), variant.implementation(), surroundings)) {
      for (long seed = 1; seed <= problems; seed++) {
        DrawnRecipe<P> recipe = DrawnRecipe.random(operator, seed);
        if (property.examine(recipe).failed()) {
          accusations.add(property.name() + " " + recipe + " " + property.examine(recipe));
        }
      }
    }
    return accusations;
  }

  private static <P> List<String> catchersOf(PlantedBug<P> bug, int problems) {
    GoldenOperator<P> operator = operator(bug.operator());
    List<String> catchers = new ArrayList<>();
    for (Property<P> property :
        properties(operator, bug.contract(), bug.implementation(), Surroundings.CHECKED)) {
      for (long seed = 1; seed <= problems; seed++) {
        if (property.examine(DrawnRecipe.random(operator, seed)).failed()) {
          catchers.add(property.name());
          break;
        }
      }
    }
    return catchers;
  }

  private static <P> List<Property<P>> properties(
      GoldenOperator<P> operator,
      NumericContract contract,
      Function<Surroundings, Implementation<P>> implementation,
      Surroundings surroundings) {
    Subject<P> subject =
        new Subject<>("subject", implementation.apply(surroundings), contract, false);
    return operator.properties().of(subject, operator.reference());
  }

  @SuppressWarnings("unchecked")
  private static <P> GoldenOperator<P> operator(Operator operator) {
    return (GoldenOperator<P>) GoldenOperators.of(operator);
  }
}
