package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.ProjectionReference;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden projection against OpenBLAS and ONNX Runtime. */
final class ProjectionOracleTest {

  private static final int INPUTS = 576;
  private static final int OUTPUTS = 130;

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void openBlasAgrees_withOneTokenAndWithMany(FloatFormat format) {
    for (int tokens : new int[] {1, 17}) {
      Elements x = Draws.normal(format, tokens * INPUTS, 1);
      Elements w = Draws.normal(format, OUTPUTS * INPUTS, 2);
      assertTrue(agrees(x, w, new OpenBlasProjection(INPUTS, OUTPUTS, x, w, 1)));
      assertTrue(agrees(x, w, new OpenBlasProjection(INPUTS, OUTPUTS, x, w, 2)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void onnxRuntimeAgrees(FloatFormat format) {
    Elements x = Draws.normal(format, 17 * INPUTS, 3);
    Elements w = Draws.normal(format, OUTPUTS * INPUTS, 4);
    assertTrue(agrees(x, w, OnnxModels.projection(INPUTS, x, transposed(w), 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void aWeightThatIsSlightlyWrong_isSeen(FloatFormat format) {
    Elements x = Draws.normal(format, INPUTS, 5);
    Elements w = Draws.normal(format, OUTPUTS * INPUTS, 6);
    Elements wrong = NativeElements.of(format, w.count(), w::get);
    wrong.set(INPUTS - 1, w.get(INPUTS - 1) + Math.cbrt(format.unitRoundoff()));
    assertFalse(agrees(x, w, new OpenBlasProjection(INPUTS, OUTPUTS, x, wrong, 1)));
  }

  private static boolean agrees(Elements x, Elements w, Peer peer) {
    FloatFormat format = x.format();
    Projection.Problem problem =
        new Projection.Problem(x, new ProjectionWeights.Dense(OUTPUTS, INPUTS, w));
    Expectation golden = ProjectionReference.create().expect(problem, PeerContracts.of(format));
    try (peer) {
      peer.run();
      return Agreement.of(golden, format, "y", peer.answer()).holds();
    }
  }

  private static Elements transposed(Elements w) {
    return NativeElements.of(w.format(), w.count(), i -> w.get(i % OUTPUTS * INPUTS + i / OUTPUTS));
  }
}
