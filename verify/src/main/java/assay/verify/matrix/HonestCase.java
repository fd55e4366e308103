package assay.verify.matrix;

import assay.evidence.Outcome;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.SparseMlaDecode;
import assay.verify.DrawnRecipe;
import assay.verify.Finding;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.Subject;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One problem posed to one honest variant: held against the budgets, and to one more property where
 * it is small.
 *
 * @param headroom largest error in units of the statistical budget; NaN if it was not measured
 * @param accusation what a property said against it; empty if nothing
 */
record HonestCase(
    HonestVariant<?> variant, LengthClass lengths, double headroom, String accusation) {

  /** Operators that attend to sequences of any length. */
  private static final Set<Operator> LONG =
      Set.of(
          PagedMlaDecode.OPERATOR,
          MlaPrefill.OPERATOR,
          SparseMlaDecode.OPERATOR,
          MhaDecode.OPERATOR);

  boolean is(HonestVariant<?> one, LengthClass others) {
    return variant.equals(one) && lengths == others;
  }

  /** The case of this seed, and beside one of the longest its like of 128 keys. */
  static <P> List<HonestCase> of(HonestVariant<P> variant, long seed) {
    LengthClass lengths = lengths(variant, new SplittableRandom(seed));
    HonestCase one = of(variant, lengths, seed);
    return lengths == LengthClass.KEYS_32768
        ? List.of(one, of(variant, LengthClass.KEYS_128_AS_LONG, seed))
        : List.of(one);
  }

  private static <P> HonestCase of(HonestVariant<P> variant, LengthClass lengths, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    lengths(variant, random);
    @SuppressWarnings("unchecked") // the operator's problems are P
    var operator = (GoldenOperator<P>) GoldenOperators.of(variant.operator());
    Recipe<P> recipe = recipe(operator, lengths, random);
    Surroundings surroundings =
        random.nextBoolean() ? Surroundings.FORGIVING : Surroundings.CHECKED;
    Implementation<P> implementation = variant.implementation().apply(surroundings);
    Subject<P> subject = new Subject<>(variant.name(), implementation, variant.contract(), false);
    List<Property<P>> properties = operator.properties().of(subject, operator.reference());
    Finding budget = properties.getFirst().examine(recipe);
    String accusation = accusation(properties.getFirst(), recipe, budget);
    if (lengths == LengthClass.SMALL && accusation.isEmpty()) {
      Property<P> other = properties.get(random.nextInt(properties.size()));
      accusation = accusation(other, recipe, other.examine(recipe));
    }
    return new HonestCase(variant, lengths, budget.headroomStatistical(), accusation);
  }

  private static LengthClass lengths(HonestVariant<?> variant, SplittableRandom random) {
    return LONG.contains(variant.operator()) ? LengthClass.draw(random) : LengthClass.SMALL;
  }

  @SuppressWarnings("unchecked") // decode's problems are P
  private static <P> Recipe<P> recipe(
      GoldenOperator<P> operator, LengthClass lengths, SplittableRandom random) {
    if (lengths == LengthClass.SMALL) {
      return DrawnRecipe.random(operator, random.nextLong());
    }
    if (operator.operator().equals(PagedMlaDecode.OPERATOR)) {
      return (Recipe<P>) HonestProblems.decode(lengths, random);
    }
    return DrawnRecipe.random(operator, random.nextLong(), lengths.length(random));
  }

  private static String accusation(Property<?> property, Recipe<?> recipe, Finding finding) {
    return finding.outcome() instanceof Outcome.Fail fail
        ? "%s: %s at %s; %s".formatted(property.name(), fail.reason(), fail.worst(), recipe)
        : "";
  }
}
