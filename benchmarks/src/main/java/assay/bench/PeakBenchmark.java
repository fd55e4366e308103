package assay.bench;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Fused multiply-adds of one thread that touch no memory: what no product can exceed. An operation
 * is an addition or a multiplication in one 512-bit register, so the score of {@link #f32} times 16
 * and that of {@link #binary64} times 8 read as GFLOP/s.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PeakBenchmark {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;

  /** Chains that hide each other's latency, and how long they are. */
  private static final int CHAINS = 8;

  private static final int LENGTH = 1 << 17;
  private static final int OPERATIONS = 2 * CHAINS * LENGTH;

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public float[] f32() {
    FloatVector x = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector s0 = x;
    FloatVector s1 = x;
    FloatVector s2 = x;
    FloatVector s3 = x;
    FloatVector s4 = x;
    FloatVector s5 = x;
    FloatVector s6 = x;
    FloatVector s7 = x;
    for (int i = 0; i < LENGTH; i++) {
      s0 = s0.fma(x, x);
      s1 = s1.fma(x, x);
      s2 = s2.fma(x, x);
      s3 = s3.fma(x, x);
      s4 = s4.fma(x, x);
      s5 = s5.fma(x, x);
      s6 = s6.fma(x, x);
      s7 = s7.fma(x, x);
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).toArray();
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public double[] binary64() {
    DoubleVector x = DoubleVector.broadcast(DOUBLES, 0.5);
    DoubleVector s0 = x;
    DoubleVector s1 = x;
    DoubleVector s2 = x;
    DoubleVector s3 = x;
    DoubleVector s4 = x;
    DoubleVector s5 = x;
    DoubleVector s6 = x;
    DoubleVector s7 = x;
    for (int i = 0; i < LENGTH; i++) {
      s0 = s0.fma(x, x);
      s1 = s1.fma(x, x);
      s2 = s2.fma(x, x);
      s3 = s3.fma(x, x);
      s4 = s4.fma(x, x);
      s5 = s5.fma(x, x);
      s6 = s6.fma(x, x);
      s7 = s7.fma(x, x);
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).toArray();
  }
}
