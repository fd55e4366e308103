package assay.bench.peers;

import assay.bench.peers.PrefillPeersBenchmark.GoldenState;
import assay.bench.peers.PrefillPeersBenchmark.OnnxAttentionState;
import assay.bench.peers.PrefillPeersBenchmark.OpenBlasState;
import assay.bench.peers.PrefillPeersBenchmark.Posed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The prefill of {@link PrefillPeersBenchmark} by golden model and peer in turn, without PyTorch:
 * in its virtual machine streams have a second thread, whatever they are allowed, and heads are
 * tasks.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PrefillTurnsBenchmark {

  @Benchmark
  public Object openBlas(Posed posed, GoldenState golden, OpenBlasState peer, Turns turns) {
    return turns.take(() -> golden.run(posed), peer);
  }

  @Benchmark
  public Object onnxAttention(
      Posed posed, GoldenState golden, OnnxAttentionState peer, Turns turns) {
    return turns.take(() -> golden.run(posed), peer);
  }
}
