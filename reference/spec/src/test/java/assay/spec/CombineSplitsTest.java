package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.spec.CombineSplits.Problem;
import org.junit.jupiter.api.Test;

final class CombineSplitsTest {

  @Test
  void rowsAreWhatPartsShare() {
    assertEquals(3, new Problem(2, 4, zeros(24), zeros(6)).rows());
    refused("lseNats has 5 elements; it must be whole rows of 2", () -> problem(2, 20, 5));
    refused("out has 20 elements; its shape holds 24", () -> problem(2, 20, 6));
    refused("parts is 0; it must be at least 1", () -> problem(0, 24, 6));
  }

  @Test
  void plusInfinityIsAnotherConvention() {
    Elements lse = Elements.of(1, Double.POSITIVE_INFINITY);
    refused(
        "lseNats[1] is +Infinity; an empty part has -Infinity",
        () -> new Problem(2, 4, zeros(8), lse));
  }

  /** Two lses so large that F32 may round the smaller one up to the larger. */
  @Test
  void aWeightThatVanishesMayComeBack() {
    double[] lses = {4e9, 4e9 - 900};
    CombineSplitsBound.Row row =
        new CombineSplitsBound(NumericContract.F32).row(lses, new double[] {1, 0});
    assertTrue(row.out(1, new double[] {1, -1}) >= 1);
  }

  private static Problem problem(int parts, int outs, int lses) {
    return new Problem(parts, 4, zeros(outs), zeros(lses));
  }

  private static Elements zeros(int count) {
    return Elements.of(new double[count]);
  }
}
