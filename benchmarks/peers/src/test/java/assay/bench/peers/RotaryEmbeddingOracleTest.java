package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.RotaryEmbeddingReference;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.Yarn;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden rotation against ONNX Runtime's, which takes tables of cos and sin, in F32 alone. */
final class RotaryEmbeddingOracleTest {

  private static final int HEADS = 3;
  private static final int WIDTH = 64;
  private static final int PAIRS = WIDTH / 2;
  private static final double THETA = 10_000;
  private static final int[] POSITIONS = {0, 1, 7, 163, 4095};

  private final Elements x = Draws.normal(FloatFormat.F32, POSITIONS.length * HEADS * WIDTH, 1);

  @ParameterizedTest
  @EnumSource
  void onnxRuntimeAgrees(RopePairing pairing) {
    assertTrue(agrees(pairing, pairing));
  }

  @ParameterizedTest
  @EnumSource
  void theOtherPairing_isSeen(RopePairing pairing) {
    RopePairing other =
        pairing == RopePairing.INTERLEAVED ? RopePairing.HALF_SPLIT : RopePairing.INTERLEAVED;
    assertFalse(agrees(pairing, other));
  }

  private boolean agrees(RopePairing pairing, RopePairing peers) {
    Rope rope = new Rope(WIDTH, pairing, THETA, Yarn.NONE);
    Expectation golden =
        RotaryEmbeddingReference.create()
            .expect(
                new RotaryEmbedding.Problem(rope, HEADS, x, POSITIONS),
                PeerContracts.of(FloatFormat.F32));
    boolean interleaved = peers == RopePairing.INTERLEAVED;
    try (Peer peer =
        OnnxModels.rotary(
            HEADS, WIDTH, interleaved, headsFirst(), table(Math::cos), table(Math::sin))) {
      peer.run();
      return Agreement.of(golden, FloatFormat.F32, "y", tokensFirst(peer.answer())).holds();
    }
  }

  private static Elements table(DoubleUnaryOperator function) {
    return NativeElements.of(
        FloatFormat.F32,
        (long) POSITIONS.length * PAIRS,
        i -> {
          double frequency = Math.pow(THETA, -2.0 * (i % PAIRS) / WIDTH);
          return function.applyAsDouble(POSITIONS[(int) (i / PAIRS)] * frequency);
        });
  }

  /** ONNX has [heads, tokens, width]. */
  private Elements headsFirst() {
    return NativeElements.of(
        FloatFormat.F32,
        x.count(),
        i -> {
          long row = i / WIDTH;
          long token = row % POSITIONS.length;
          return x.get((token * HEADS + row / POSITIONS.length) * WIDTH + i % WIDTH);
        });
  }

  private static double[] tokensFirst(double[] answer) {
    double[] y = new double[answer.length];
    for (int i = 0; i < y.length; i++) {
      int row = i / WIDTH;
      int from = (row % HEADS * POSITIONS.length + row / HEADS) * WIDTH + i % WIDTH;
      y[i] = answer[from];
    }
    return y;
  }
}
