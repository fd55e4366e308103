package assay.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Memory bandwidth as STREAM's Copy counts it: bytes read and bytes written. An operation is a
 * byte, so that the score reads as GB/s.
 *
 * <p>Source: J. McCalpin, STREAM: arrays several times the largest cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CopyBenchmark {

  private static final int LONGS = 1 << 25;
  private static final int BYTES_MOVED = 2 * LONGS * Long.BYTES;

  private final long[] from = new long[LONGS];
  private final long[] to = new long[LONGS];

  /**
   * Fills the source and checks a copy of it.
   *
   * @throws IllegalStateException if the copy is not the same
   */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    Arrays.setAll(from, i -> random.nextLong());
    if (!Arrays.equals(from, copy())) {
      throw new IllegalStateException("a copy differs");
    }
  }

  @Benchmark
  @OperationsPerInvocation(BYTES_MOVED)
  public long[] copy() {
    System.arraycopy(from, 0, to, 0, LONGS);
    return to;
  }

  @Benchmark
  @OperationsPerInvocation(BYTES_MOVED)
  @Threads(Threads.MAX)
  public long[] copyAllThreads() {
    return copy();
  }
}
