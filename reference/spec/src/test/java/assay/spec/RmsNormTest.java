package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.RmsNorm.Problem;
import org.junit.jupiter.api.Test;

class RmsNormTest {

  @Test
  void tokens_areTheRowsOfX() {
    assertEquals(2, problem(3, 6, 3, 0).tokens());
    assertEquals(0, problem(3, 0, 3, 1).tokens());
  }

  @Test
  void shapes_mustAgree() {
    refused("width is 0; it must be at least 1", () -> problem(0, 0, 0, 0));
    refused("x has 5 elements; it must be whole rows of 3", () -> problem(3, 5, 3, 0));
    refused("weight has 2 elements; its shape holds 3", () -> problem(3, 6, 2, 0));
  }

  @Test
  void eps_isFiniteAndNotNegative() {
    refused("eps is -1.0; it must be finite and not negative", () -> problem(3, 6, 3, -1));
    refused("eps is NaN; it must be finite and not negative", () -> problem(3, 6, 3, Double.NaN));
  }

  private static Problem problem(int width, int elements, int weights, double eps) {
    return new Problem(width, zeros(elements), zeros(weights), eps);
  }

  private static Elements zeros(int count) {
    return Elements.allocate(FloatFormat.BF16, count);
  }
}
