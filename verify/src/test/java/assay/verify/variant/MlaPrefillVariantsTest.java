package assay.verify.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MlaPrefillVariantsTest {

  private static final int PROBLEMS = 6;

  static Stream<HonestVariant<?>> variants() {
    return MlaPrefillVariants.all().stream();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void noPropertyAccusesAnHonestVariant(HonestVariant<?> variant) {
    assertEquals(List.of(), Accusations.against(variant, PROBLEMS));
  }
}
