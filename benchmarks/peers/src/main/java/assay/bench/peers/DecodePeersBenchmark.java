package assay.bench.peers;

import assay.bench.DecodeProblems;
import assay.golden.PagedMlaDecodeF32;
import assay.golden.PagedMlaDecodeReference;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
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
 * Absorbed decode of one sequence on one thread, the whole operator.
 *
 * <p>Golden, in F32 and in binary64, reads bf16 from a paged cache. The peers are given what suits
 * them best: F32, all keys in a row, and values apart where they read no part of a tensor.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD, Forks.PYTORCH_ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodePeersBenchmark {

  /** One problem, and what a computation in F32 may answer. */
  @State(Scope.Benchmark)
  public static class Posed {

    @Param({"deepseek-v2-lite", "deepseek-v3"})
    public String model = "deepseek-v2-lite";

    @Param({"4096", "32768"})
    public int keys = 4096;

    private final PagedMlaDecodeReference golden = PagedMlaDecodeReference.create();
    private Problem problem = DecodeProblems.of(Model.DEEPSEEK_V2_LITE, 1, 1, 0);
    private Expectation expected = golden.expect(problem, PeerContracts.of(FloatFormat.F32));

    @Setup
    public void pose() {
      problem = DecodeProblems.of(Model.named(model), 1, keys, 1);
      expected = golden.expect(problem, PeerContracts.of(FloatFormat.F32));
    }

    Problem problem() {
      return problem;
    }

    Attention attention() {
      return Attention.decode(problem, 0, FloatFormat.F32);
    }

    void require(String who, double[] out) {
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

  /** Gemm, Softmax, MatMul. */
  public static class OnnxComposedState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("onnxComposed", answerOf(OnnxModels.composedAttention(posed.attention(), 1)));
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

    private final PagedMlaDecodeF32 golden = PagedMlaDecodeF32.forThreads(1);

    @Setup
    public void check(Posed posed) {
      posed.require("golden", run(posed).tensor("out").values());
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
  public Object onnxComposed(OnnxComposedState onnx) {
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
