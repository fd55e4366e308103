package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.MlaShape;
import assay.spec.Model;
import assay.spec.Operator;
import assay.spec.RotaryEmbedding;
import assay.spec.Yarn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator's golden model agrees with its formula at every width that models have, with heads
 * of tensor-parallel shards, values that are not as wide as keys, with and without rope.
 */
final class GoldenWidthsTest {

  private static final List<Integer> LATENTS = List.of(512, 448, 256);
  private static final List<Integer> ROPES = List.of(0, 32, 64);
  private static final List<Integer> HEADS = List.of(6, 12, 40);
  private static final int HIDDEN = 24;
  private static final int NOPE = 96;
  private static final int VALUE = 64;
  private static final int SEED = 3;

  /** Each latent with each rope; heads so that each meets each of both. */
  static List<Model> models() {
    List<Model> models = new ArrayList<>();
    for (int i = 0; i < LATENTS.size(); i++) {
      for (int j = 0; j < ROPES.size(); j++) {
        models.add(model(HEADS.get((i + j) % HEADS.size()), LATENTS.get(i), ROPES.get(j)));
      }
    }
    return models;
  }

  private static Model model(int heads, int latent, int rope) {
    return new Model(
        "%d heads, latent %d, rope %d".formatted(heads, latent, rope),
        "",
        1,
        new MlaShape(HIDDEN, heads, rope == 32 ? 0 : 16, latent, NOPE, rope, VALUE),
        Yarn.of(40, 0.707),
        rope == 0 ? 0 : 1e4,
        0,
        "");
  }

  @ParameterizedTest
  @MethodSource("models")
  void referenceAgreesWithFormula(Model model) {
    for (GoldenOperator<?> golden : GoldenOperators.ALL) {
      if (isPosed(golden.operator(), model)) {
        Comparison comparison = compare(golden, model);
        assertTrue(!comparison.provesBug(), () -> name(golden) + ": " + comparison.worst());
      }
    }
  }

  /** Planted: an error of one part in a million. */
  @Test
  void aSmallErrorIsSeenOfEveryOperator() {
    for (GoldenOperator<?> golden : GoldenOperators.ALL) {
      GoldenOperator<?> wrong = GoldenAgreementTest.withError(golden, 0x1p-20);
      assertTrue(compare(wrong, model(12, 448, 64)).provesBug(), () -> name(golden));
    }
  }

  @Test
  void onlyRotationsOfNothingAreLeftOut() {
    Model still = model(6, 256, 0);
    List<Operator> left =
        Operator.ALL.stream().filter(operator -> !isPosed(operator, still)).toList();
    assertEquals(List.of(RotaryEmbedding.OPERATOR), left);
  }

  private static boolean isPosed(Operator operator, Model model) {
    return model.isRotated() || !operator.equals(RotaryEmbedding.OPERATOR);
  }

  private static <P> Comparison compare(GoldenOperator<P> golden, Model model) {
    return GoldenAgreementTest.compare(golden, golden.like().draw(model, SEED));
  }

  private static String name(GoldenOperator<?> golden) {
    return golden.operator().name().kebab();
  }
}
