package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.RmsNormReference;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.RmsNorm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden norm against ONNX Runtime's RMSNormalization. */
final class RmsNormOracleTest {

  private static final int WIDTH = 512;

  /** ONNX keeps it in F32. */
  private static final float EPS = 1e-6f;

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void onnxRuntimeAgrees(FloatFormat format) {
    assertTrue(agrees(format, EPS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void anotherEps_isSeen(FloatFormat format) {
    assertFalse(agrees(format, (float) (EPS + Math.cbrt(format.unitRoundoff()))));
  }

  private static boolean agrees(FloatFormat format, float eps) {
    Elements x = Draws.normal(format, 9 * WIDTH, 1);
    Elements weight = Draws.normal(format, WIDTH, 2);
    RmsNorm.Problem problem = new RmsNorm.Problem(WIDTH, x, weight, EPS);
    Expectation golden = RmsNormReference.create().expect(problem, PeerContracts.of(format));
    try (Peer peer = OnnxModels.rmsNorm(WIDTH, eps, x, weight)) {
      peer.run();
      return Agreement.of(golden, format, "y", peer.answer()).holds();
    }
  }
}
