package assay.verify.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.Finding;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every property holds for every honest variant, in either kind of memory. */
final class PagedMlaDecodeVariantsTest {

  private static final int PROBLEMS = 30;

  static Stream<HonestVariant<?>> variants() {
    return PagedMlaDecodeVariants.all().stream();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void noPropertyAccusesAnHonestVariant(HonestVariant<Problem> variant) {
    @SuppressWarnings("unchecked")
    var operator = (GoldenOperator<Problem>) GoldenOperators.of(PagedMlaDecode.OPERATOR);
    List<String> accusations = new ArrayList<>();
    for (Surroundings surroundings : Surroundings.values()) {
      Subject<Problem> subject =
          new Subject<>(
              variant.name(),
              variant.implementation().apply(surroundings),
              variant.contract(),
              false);
      for (Property<Problem> property :
          operator.properties().of(subject, operator.reference()).subList(0, 1)) {
        for (long seed = 1; seed <= PROBLEMS; seed++) {
          Finding finding = property.examine(operator.small(seed), seed);
          if (finding.failed()) {
            accusations.add(property.name() + " " + seed + " " + finding);
          }
        }
      }
    }
    assertEquals(List.of(), accusations);
  }
}
