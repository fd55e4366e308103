package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.DecodeProblems;
import assay.golden.PagedMlaDecodeReference;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.MlaPrefill;
import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden attention against PyTorch, in a virtual machine that has loaded nothing else. */
final class PyTorchTest {

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void decodeAgrees(FloatFormat format) {
    assertTrue(decodeAgrees(format, PyTorchAttention::new));
    assertTrue(decodeAgrees(format, PyTorchFusedAttention::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void prefillAgrees(FloatFormat format) {
    for (boolean causal : new boolean[] {false, true}) {
      MlaPrefill.Problem problem = PrefillProblems.of(2, 70, causal, 9);
      assertTrue(PrefillOracleTest.agrees(problem, format, PyTorchAttention::new));
      assertTrue(PrefillOracleTest.agrees(problem, format, PyTorchFusedAttention::new));
    }
  }

  private static boolean decodeAgrees(FloatFormat format, Function<Attention, Peer> peer) {
    Problem problem = DecodeProblems.of(Model.DEEPSEEK_V2_LITE, 1, 193, 8);
    Expectation golden = PagedMlaDecodeReference.create().expect(problem, PeerContracts.of(format));
    try (Peer subject = peer.apply(Attention.decode(problem, 0, format))) {
      subject.run();
      return Agreement.of(golden, format, "out", subject.answer()).holds();
    }
  }
}
