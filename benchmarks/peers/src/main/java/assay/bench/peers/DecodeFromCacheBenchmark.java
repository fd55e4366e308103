package assay.bench.peers;

import assay.bench.peers.DecodePeersBenchmark.GoldenState;
import assay.bench.peers.DecodePeersBenchmark.Posed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decodes of {@link DecodePeersBenchmark} where all begin with the same paged bf16 cache:
 * golden model and peer in turn, on one thread, the gathering and widening of keys a part of
 * either.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD, Forks.PYTORCH_ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeFromCacheBenchmark {

  /** Product, softmax, product. */
  public static class OpenBlasState extends PeerState {
    @Setup
    public void make(Posed posed) {
      Peer peer =
          FromCache.of(posed.problem(), 0, attention -> new OpenBlasAttention(attention, 1));
      posed.require("openBlas", answerOf(peer));
    }
  }

  /** Gemm, Softmax, MatMul. */
  public static class OnnxComposedState extends PeerState {
    @Setup
    public void make(Posed posed) {
      Peer peer =
          FromCache.withValuesApart(
              posed.problem(), 0, attention -> OnnxModels.composedAttention(attention, 1));
      posed.require("onnxComposed", answerOf(peer));
    }
  }

  /** matmul, softmax, matmul. */
  public static class PyTorchState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("pyTorch", answerOf(FromCache.of(posed.problem(), 0, PyTorchAttention::new)));
    }
  }

  /** scaled_dot_product_attention. */
  public static class PyTorchFusedState extends PeerState {
    @Setup
    public void make(Posed posed) {
      Peer peer = FromCache.of(posed.problem(), 0, PyTorchFusedAttention::new);
      posed.require("pyTorchFused", answerOf(peer));
    }
  }

  @Benchmark
  public Object openBlas(Posed posed, GoldenState golden, OpenBlasState peer, Turns turns) {
    return turns.take(() -> golden.run(posed), peer);
  }

  @Benchmark
  public Object onnxComposed(Posed posed, GoldenState golden, OnnxComposedState peer, Turns turns) {
    return turns.take(() -> golden.run(posed), peer);
  }

  @Benchmark
  public Object pyTorch(Posed posed, GoldenState golden, PyTorchState peer, Turns turns) {
    return turns.take(() -> golden.run(posed), peer);
  }

  @Benchmark
  public Object pyTorchFused(Posed posed, GoldenState golden, PyTorchFusedState peer, Turns turns) {
    return turns.take(() -> golden.run(posed), peer);
  }
}
