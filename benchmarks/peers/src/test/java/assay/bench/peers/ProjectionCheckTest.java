package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A wrong product is refused before it is timed. */
final class ProjectionCheckTest {

  private final ProjectionCheck check =
      new ProjectionCheck(2, 2, new float[] {1, 2}, new float[] {3, 4, 5, 6});

  @Test
  void theRightAnswerPasses() {
    assertDoesNotThrow(() -> check.require("right", new double[] {11, 17}));
  }

  @Test
  void aWrongOrMissingAnswerIsRefused() {
    double[] off = {11, 17 + 0x1p-18};
    assertThrows(IllegalStateException.class, () -> check.require("off", off));
    double[] nan = {Double.NaN, 17};
    assertThrows(IllegalStateException.class, () -> check.require("nan", nan));
    double[] zero = {0, 0};
    assertThrows(IllegalStateException.class, () -> check.require("zero", zero));
  }
}
