package assay.bench.peers;

import assay.bench.peers.ProjectionPeersBenchmark.GoldenState;
import assay.bench.peers.ProjectionPeersBenchmark.OpenBlasState;
import assay.bench.peers.ProjectionPeersBenchmark.Posed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same product by golden model and OpenBLAS in turn, on one thread: what else the machine does
 * slows both. The ratio is that of the counters {@code goldenNanos} and {@code openBlasNanos}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProjectionTurnsBenchmark {

  /** Nanoseconds of each, over an iteration. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Turns {
    public long goldenNanos;
    public long openBlasNanos;

    @Setup(Level.Iteration)
    public void begin() {
      goldenNanos = 0;
      openBlasNanos = 0;
    }
  }

  @Benchmark
  public Object inTurn(Posed posed, GoldenState golden, OpenBlasState openBlas, Turns turns) {
    long begin = System.nanoTime();
    Object y = golden.run(posed);
    long middle = System.nanoTime();
    openBlas.run();
    turns.goldenNanos += middle - begin;
    turns.openBlasNanos += System.nanoTime() - middle;
    return y;
  }
}
