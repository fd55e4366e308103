package assay.bench;

import assay.golden.lanes.Widening;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How 4,096 stored numbers become F32: in vector registers, one by one, and those that are F32. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class WideningBenchmark {

  private static final int ELEMENTS = 4096;

  private final Elements codes =
      Elements.rounded(
          FloatFormat.BF16, new SplittableRandom(1).doubles(ELEMENTS, -4, 4).toArray());
  private final Elements singles = Elements.rounded(FloatFormat.F32, codes.toDoubles());
  private final float[] wide = new float[ELEMENTS];

  /**
   * Checks every answer.
   *
   * @throws IllegalStateException if two of them differ
   */
  @Setup
  public void prepare() {
    float[] plain = bf16Scalar().clone();
    if (!Arrays.equals(plain, bf16Vector()) || !Arrays.equals(plain, f32())) {
      throw new IllegalStateException("numbers that are widened differ");
    }
  }

  @Benchmark
  public float[] bf16Vector() {
    Widening.copy(codes, 0, wide, 0, ELEMENTS);
    return wide;
  }

  @Benchmark
  public float[] bf16Scalar() {
    codes.copyTo(0, wide, 0, ELEMENTS);
    return wide;
  }

  @Benchmark
  public float[] f32() {
    Widening.copy(singles, 0, wide, 0, ELEMENTS);
    return wide;
  }
}
