package assay.verify.variant;

import assay.verify.Finding;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Subject;
import java.util.ArrayList;
import java.util.List;

/** What properties say against a variant, in either kind of memory. */
final class Accusations {

  private Accusations() {}

  /** By every property of its operator, on problems of the seeds 1 to {@code problems}. */
  static <P> List<String> against(HonestVariant<P> variant, int problems) {
    @SuppressWarnings("unchecked") // the operator's problems are P
    var operator = (GoldenOperator<P>) GoldenOperators.of(variant.operator());
    List<String> accusations = new ArrayList<>();
    for (Surroundings surroundings : Surroundings.values()) {
      var implementation = variant.implementation().apply(surroundings);
      Subject<P> subject = new Subject<>(variant.name(), implementation, variant.contract(), false);
      for (Property<P> property : operator.properties().of(subject, operator.reference())) {
        for (long seed = 1; seed <= problems; seed++) {
          Finding finding = property.examine(operator.small(seed), seed);
          if (finding.failed()) {
            accusations.add("%s, seed %d: %s".formatted(property.name(), seed, finding));
          }
        }
      }
    }
    return accusations;
  }
}
