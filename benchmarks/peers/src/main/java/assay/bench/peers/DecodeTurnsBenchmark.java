package assay.bench.peers;

import assay.bench.peers.DecodePeersBenchmark.GoldenState;
import assay.bench.peers.DecodePeersBenchmark.OnnxAttentionState;
import assay.bench.peers.DecodePeersBenchmark.OnnxComposedState;
import assay.bench.peers.DecodePeersBenchmark.OpenBlasState;
import assay.bench.peers.DecodePeersBenchmark.Posed;
import assay.bench.peers.DecodePeersBenchmark.PyTorchFusedState;
import assay.bench.peers.DecodePeersBenchmark.PyTorchState;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decodes of {@link DecodePeersBenchmark} by golden model and peer in turn.
 *
 * <p>All heads of the sequence are one task of golden's, so that it keeps to one thread even where
 * PyTorch gives streams a second one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD, Forks.PYTORCH_ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeTurnsBenchmark {

  @Benchmark
  public Object openBlas(Posed posed, GoldenState golden, OpenBlasState peer, Turns turns) {
    return turns.take(() -> golden.run(posed), peer);
  }

  @Benchmark
  public Object onnxAttention(
      Posed posed, GoldenState golden, OnnxAttentionState peer, Turns turns) {
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
