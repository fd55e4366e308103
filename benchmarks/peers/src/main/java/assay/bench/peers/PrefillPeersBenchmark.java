package assay.bench.peers;

import assay.golden.MlaPrefillF32;
import assay.golden.MlaPrefillReference;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Result;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Causal prefill of one sequence at DeepSeek-V2-Lite's 16 heads, keys of 192 and values of 128, on
 * one thread, the whole operator. The peers are given each head's rows together.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD, Forks.PYTORCH_ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PrefillPeersBenchmark {

  /** One problem, and what a computation in F32 may answer. */
  @State(Scope.Benchmark)
  public static class Posed {

    private static final int HEADS = 16;

    @Param("1024")
    public int tokens = 1024;

    private final MlaPrefillReference golden = MlaPrefillReference.create();
    private Problem problem = PrefillProblems.of(1, 1, true, 0);
    private Expectation expected = golden.expect(problem, PeerContracts.of(FloatFormat.F32));

    @Setup
    public void pose() {
      problem = PrefillProblems.of(HEADS, tokens, true, 1);
      expected = golden.expect(problem, PeerContracts.of(FloatFormat.F32));
    }

    Attention attention() {
      return Attention.prefill(problem, FloatFormat.F32);
    }

    void require(String who, double[] answer) {
      requireRows(who, attention().rowsFirst(answer));
    }

    void requireRows(String who, double[] out) {
      Agreement.of(expected, FloatFormat.F32, "out", out).require(who);
    }
  }

  /** Product, softmax, product. */
  public static class OpenBlasState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("openBlas", answerOf(new OpenBlasAttention(posed.attention(), 1)));
    }
  }

  /** One Attention node. */
  public static class OnnxAttentionState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("onnxAttention", answerOf(OnnxModels.attention(posed.attention(), 1)));
    }
  }

  /** matmul, softmax, matmul. */
  public static class PyTorchState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("pyTorch", answerOf(new PyTorchAttention(posed.attention())));
    }
  }

  /** scaled_dot_product_attention. */
  public static class PyTorchFusedState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("pyTorchFused", answerOf(new PyTorchFusedAttention(posed.attention())));
    }
  }

  /** Assay in F32. */
  @State(Scope.Benchmark)
  public static class GoldenState {

    private final MlaPrefillF32 golden = MlaPrefillF32.create();

    @Setup
    public void check(Posed posed) {
      posed.requireRows("golden", run(posed).tensor("out").values());
    }

    Result run(Posed posed) {
      return golden.run(posed.problem);
    }
  }

  @Benchmark
  public Object golden(Posed posed, GoldenState golden) {
    return golden.run(posed);
  }

  /** The golden model itself. */
  @Benchmark
  public Object goldenBinary64(Posed posed) {
    return posed.golden.run(posed.problem);
  }

  @Benchmark
  public Object openBlas(OpenBlasState openBlas) {
    return openBlas.run();
  }

  @Benchmark
  public Object onnxAttention(OnnxAttentionState onnx) {
    return onnx.run();
  }

  @Benchmark
  public Object pyTorch(PyTorchState pyTorch) {
    return pyTorch.run();
  }

  @Benchmark
  public Object pyTorchFused(PyTorchFusedState pyTorch) {
    return pyTorch.run();
  }
}
