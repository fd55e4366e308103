package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.DecodeProblems;
import assay.golden.PagedMlaDecodeReference;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden decode against attention as OpenBLAS and ONNX Runtime compute it. */
final class DecodeOracleTest {

  private static final int SEQUENCES = 2;
  private static final int KEYS = 193;

  private final Problem problem = DecodeProblems.of(Model.DEEPSEEK_V2_LITE, SEQUENCES, KEYS, 7);

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void openBlasAgrees(FloatFormat format) {
    assertTrue(agrees(format, attention -> new OpenBlasAttention(attention, 1)));
    assertTrue(agrees(format, attention -> new OpenBlasAttention(attention, 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void onnxRuntimeAgrees_asMultiQueryAttention(FloatFormat format) {
    assertTrue(agrees(format, attention -> OnnxModels.attention(attention, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void onnxRuntimeAgrees_asProductSoftmaxProduct(FloatFormat format) {
    assertTrue(agrees(format, attention -> OnnxModels.composedAttention(attention, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64"})
  void aScaleThatIsSlightlyWrong_isSeen(FloatFormat format) {
    assertFalse(agrees(format, attention -> new OpenBlasAttention(slightlyWrong(attention), 1)));
  }

  @Test
  void keysFromTheCacheAgree() {
    assertTrue(
        everySequenceAgrees(
            FloatFormat.F32,
            b -> FromCache.of(problem, b, keys -> new OpenBlasAttention(keys, 1))));
    assertTrue(
        everySequenceAgrees(
            FloatFormat.F32,
            b ->
                FromCache.withValuesApart(
                    problem, b, keys -> OnnxModels.composedAttention(keys, 1))));
  }

  /** A peer that ran on keys of its own would say nothing of what gathering costs. */
  @Test
  void aPeerFromTheCacheHasNoKeysBeforeItsFirstRun() {
    List<Attention> given = new ArrayList<>();
    FromCache.of(
        problem,
        0,
        keys -> {
          given.add(keys);
          return Peer.NONE;
        });
    assertTrue(Arrays.stream(given.getFirst().k().toDoubles()).allMatch(x -> x == 0));
  }

  /** Wrong after the first third of the format's digits. */
  private static Attention slightlyWrong(Attention a) {
    double scale = a.scale() * (1 + Math.cbrt(a.format().unitRoundoff()));
    return new Attention(
        a.groups(),
        a.rows(),
        a.keys(),
        a.keyWidth(),
        a.valueWidth(),
        a.causal(),
        scale,
        a.q(),
        a.k(),
        a.v());
  }

  private boolean agrees(FloatFormat format, Function<Attention, Peer> peer) {
    return everySequenceAgrees(format, b -> peer.apply(Attention.decode(problem, b, format)));
  }

  private boolean everySequenceAgrees(FloatFormat format, IntFunction<Peer> peer) {
    Expectation golden = PagedMlaDecodeReference.create().expect(problem, PeerContracts.of(format));
    double[] out = new double[problem.rows() * problem.latent()];
    for (int b = 0; b < SEQUENCES; b++) {
      try (Peer subject = peer.apply(b)) {
        subject.run();
        double[] answer = subject.answer();
        System.arraycopy(answer, 0, out, b * answer.length, answer.length);
      }
    }
    return Agreement.of(golden, format, "out", out).holds();
  }
}
