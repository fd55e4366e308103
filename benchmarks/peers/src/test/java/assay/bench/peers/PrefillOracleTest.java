package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.MlaPrefillReference;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.MlaPrefill.Problem;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden prefill against multi-head attention, values narrower than keys, causal and not. */
final class PrefillOracleTest {

  private static final int HEADS = 3;
  private static final int TOKENS = 150;

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void openBlasAgrees(FloatFormat format) {
    for (boolean causal : new boolean[] {false, true}) {
      Problem problem = PrefillProblems.of(HEADS, TOKENS, causal, 1);
      assertTrue(agrees(problem, format, attention -> new OpenBlasAttention(attention, 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void onnxRuntimeAgrees(FloatFormat format) {
    for (boolean causal : new boolean[] {false, true}) {
      Problem problem = PrefillProblems.of(HEADS, TOKENS, causal, 2);
      assertTrue(agrees(problem, format, attention -> OnnxModels.attention(attention, 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void aForgottenMask_isSeen(FloatFormat format) {
    Problem causal = PrefillProblems.of(HEADS, TOKENS, true, 3);
    Problem all = PrefillProblems.of(HEADS, TOKENS, false, 3);
    assertFalse(
        agrees(
            causal, format, attention -> new OpenBlasAttention(Attention.prefill(all, format), 1)));
  }

  static boolean agrees(Problem problem, FloatFormat format, Function<Attention, Peer> peer) {
    Expectation golden = MlaPrefillReference.create().expect(problem, PeerContracts.of(format));
    Attention attention = Attention.prefill(problem, format);
    try (Peer subject = peer.apply(attention)) {
      subject.run();
      double[] out = attention.rowsFirst(subject.answer());
      return Agreement.of(golden, format, "out", out).holds();
    }
  }
}
