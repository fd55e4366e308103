package assay.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The most that a thread can compute in F32: fused multiply-adds in the widest registers, nothing
 * loaded or stored between them, in independent chains that hide their latency. An operation is a
 * multiplication or an addition, so that the score reads as GFLOP/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MultiplyAddBenchmark {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();
  private static final int CHAINS = 12;
  private static final int OPERATIONS = 3 << 24;

  /** Whole for registers of 128, 256 and 512 bits. */
  private static final int STEPS = OPERATIONS / (2 * CHAINS * WIDTH);

  private final float[] factors = new float[WIDTH];
  private final float[] terms = new float[WIDTH];
  private final float[] sums = new float[CHAINS * WIDTH];

  /**
   * @throws IllegalStateException if a chain's sum, which is exact, is wrong
   */
  @Setup
  public void prepare() {
    Arrays.fill(factors, 1);
    for (int lane = 0; lane < WIDTH; lane++) {
      terms[lane] = lane % 4;
    }
    float[] answer = chains();
    for (int i = 0; i < answer.length; i++) {
      if (answer[i] != STEPS * (i % WIDTH % 4)) {
        throw new IllegalStateException("sum %d is %s".formatted(i, answer[i]));
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public float[] chains() {
    FloatVector factor = FloatVector.fromArray(SPECIES, factors, 0);
    FloatVector term = FloatVector.fromArray(SPECIES, terms, 0);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    FloatVector s8 = s0;
    FloatVector s9 = s0;
    FloatVector s10 = s0;
    FloatVector s11 = s0;
    for (int i = 0; i < STEPS; i++) {
      s0 = s0.fma(factor, term);
      s1 = s1.fma(factor, term);
      s2 = s2.fma(factor, term);
      s3 = s3.fma(factor, term);
      s4 = s4.fma(factor, term);
      s5 = s5.fma(factor, term);
      s6 = s6.fma(factor, term);
      s7 = s7.fma(factor, term);
      s8 = s8.fma(factor, term);
      s9 = s9.fma(factor, term);
      s10 = s10.fma(factor, term);
      s11 = s11.fma(factor, term);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, WIDTH);
    s2.intoArray(sums, 2 * WIDTH);
    s3.intoArray(sums, 3 * WIDTH);
    s4.intoArray(sums, 4 * WIDTH);
    s5.intoArray(sums, 5 * WIDTH);
    s6.intoArray(sums, 6 * WIDTH);
    s7.intoArray(sums, 7 * WIDTH);
    s8.intoArray(sums, 8 * WIDTH);
    s9.intoArray(sums, 9 * WIDTH);
    s10.intoArray(sums, 10 * WIDTH);
    s11.intoArray(sums, 11 * WIDTH);
    return sums;
  }
}
