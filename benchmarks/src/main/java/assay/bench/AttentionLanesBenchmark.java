package assay.bench;

import assay.golden.lanes.AttentionObserver;
import assay.golden.lanes.DoubleAttention;
import assay.golden.lanes.FloatAttention;
import assay.golden.lanes.FloatLanes;
import assay.golden.lanes.Lanes;
import assay.golden.lanes.SecondMoments;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
 * Fused attention on one thread, in binary64, F32, and with the second moments that budgets need,
 * in vector registers and in plain Java: rows of 512 + 64 features over 1,024 keys whose first
 * features are their values.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class AttentionLanesBenchmark {

  private static final int WIDTH = 576;
  private static final int VALUES = 512;
  private static final int KEYS = 1024;
  private static final float SCALE = 0.0721688f;

  @Param({"16", "128"})
  public int rows = 16;

  private final DoubleAttention vector = new DoubleAttention(Lanes.best());
  private final DoubleAttention scalar = new DoubleAttention(Lanes.all().getFirst());
  private final FloatAttention vectorF32 = new FloatAttention(FloatLanes.best());
  private final FloatAttention scalarF32 = new FloatAttention(FloatLanes.all().getFirst());
  private final SecondMoments vectorMoments = new SecondMoments(Lanes.best());
  private final SecondMoments scalarMoments = new SecondMoments(Lanes.all().getFirst());
  private final double[] wideOut = new double[VALUES];
  private final float[] out = new float[VALUES];
  private double[] wideQueries = {};
  private double[] wideKeys = {};
  private float[] queries = {};
  private float[] keys = {};

  /**
   * Draws the numbers and checks every answer.
   *
   * @throws IllegalStateException if vectors and plain loops differ in a bit
   */
  @Setup
  public void prepare() {
    queries = numbers(rows * WIDTH, 1);
    keys = numbers(KEYS * WIDTH, 2);
    wideQueries = wide(queries);
    wideKeys = wide(keys);
    requireSame(attention -> Arrays.hashCode(attend(attention)), vector, scalar);
    requireSame(attention -> Arrays.hashCode(attend(attention)), vectorF32, scalarF32);
    requireSame(moments -> moments(vector, moments), vectorMoments, scalarMoments);
  }

  private static <A> void requireSame(Function<A, Object> loop, A one, A other) {
    if (!loop.apply(one).equals(loop.apply(other))) {
      throw new IllegalStateException("vectors and plain loops differ");
    }
  }

  @Benchmark
  public double[] f64Vector() {
    return attend(vector);
  }

  @Benchmark
  public double[] f64Scalar() {
    return attend(scalar);
  }

  @Benchmark
  public float[] f32Vector() {
    return attend(vectorF32);
  }

  @Benchmark
  public float[] f32Scalar() {
    return attend(scalarF32);
  }

  @Benchmark
  public double momentsVector() {
    return moments(vector, vectorMoments);
  }

  @Benchmark
  public double momentsScalar() {
    return moments(vector, scalarMoments);
  }

  /** The last row's weighted sum. */
  private double[] attend(DoubleAttention attention) {
    return attend(attention, Optional.empty());
  }

  private double moments(DoubleAttention attention, SecondMoments moments) {
    attend(attention, Optional.of(moments));
    return moments.bound(rows - 1, VALUES - 1, attention.sum(rows - 1));
  }

  private double[] attend(DoubleAttention attention, Optional<SecondMoments> moments) {
    attention.begin(rows, WIDTH, VALUES, true, SCALE);
    attention.observe(moments.isPresent() ? moments.get() : AttentionObserver.NONE);
    moments.ifPresent(seen -> seen.begin(rows, VALUES));
    for (int row = 0; row < rows; row++) {
      attention.query(row, wideQueries, row * WIDTH);
      attention.visible(row, DoubleAttention.KEYS);
    }
    for (int first = 0; first < KEYS; first += DoubleAttention.KEYS) {
      for (int t = 0; t < DoubleAttention.KEYS; t++) {
        int at = (first + t) * WIDTH;
        int place = t;
        attention.key(t, wideKeys, at);
        moments.ifPresent(seen -> seen.value(place, wideKeys, at, 1));
      }
      attention.step();
      moments.ifPresent(seen -> seen.step(DoubleAttention.KEYS));
    }
    attention.weightedSum(rows - 1, wideOut, 0);
    return wideOut;
  }

  private float[] attend(FloatAttention attention) {
    attention.begin(rows, WIDTH, VALUES, true, SCALE);
    for (int row = 0; row < rows; row++) {
      attention.query(row, queries, row * WIDTH);
      attention.visible(row, FloatAttention.KEYS);
    }
    for (int first = 0; first < KEYS; first += FloatAttention.KEYS) {
      for (int t = 0; t < FloatAttention.KEYS; t++) {
        int from = (first + t) * WIDTH;
        attention.key(t, (target, at) -> System.arraycopy(keys, from, target, at, WIDTH));
      }
      attention.step();
    }
    attention.weightedSum(rows - 1, out, 0);
    return out;
  }

  /** Below 1 in magnitude. */
  private static float[] numbers(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
