package assay.bench.peers;

import assay.bench.peers.ProjectionPeersBenchmark.GoldenState;
import assay.bench.peers.ProjectionPeersBenchmark.OpenBlasState;
import assay.bench.peers.ProjectionPeersBenchmark.Posed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The products of {@link ProjectionPeersBenchmark} by golden model and peer in turn. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProjectionTurnsBenchmark {

  @Benchmark
  public Object openBlas(Posed posed, GoldenState golden, OpenBlasState openBlas, Turns turns) {
    return turns.take(() -> golden.run(posed), openBlas);
  }
}
