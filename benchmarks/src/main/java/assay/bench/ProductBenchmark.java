package assay.bench;

import assay.golden.lanes.FloatLanes;
import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * y = x Wᵀ on one thread, at projection shapes of DeepSeek-V3 and V2-Lite: q_a, q_b, kv_a, kv_b, o;
 * then q, kv_a, kv_b, o. And on all threads with weights in bf16.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx6g"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductBenchmark {

  /** I x O. */
  @Param({
    "7168x1536",
    "1536x24576",
    "7168x576",
    "512x32768",
    "16384x7168",
    "2048x3072",
    "2048x576",
    "512x4096",
    "2048x2048"
  })
  public String shape = "2048x576";

  @Param({"1", "16", "256"})
  public int rows = 1;

  private final FloatLanes single = FloatLanes.best();
  private final Lanes binary64 = Lanes.best();
  private final Lanes scalar = Lanes.all().getFirst();
  private int inner;
  private int outputs;
  private float[] x = {};
  private float[] w = {};
  private float[] y = {};
  private double[] wideX = {};
  private double[] wideW = {};
  private double[] wideY = {};
  private Elements codes = Elements.of(x);

  /**
   * Draws the matrices and checks every answer.
   *
   * @throws IllegalStateException if two answers differ by more than rounding can explain
   */
  @Setup
  public void prepare() {
    inner = Integer.parseInt(shape.substring(0, shape.indexOf('x')));
    outputs = Integer.parseInt(shape.substring(shape.indexOf('x') + 1));
    SplittableRandom random = new SplittableRandom(1);
    codes = Elements.allocate(FloatFormat.BF16, Math.multiplyExact(inner, outputs));
    for (int i = 0; i < codes.count(); i++) {
      codes.set(i, random.nextDouble(-1, 1));
    }
    wideW = codes.toDoubles();
    w = new float[wideW.length];
    codes.copyTo(0, w, 0, w.length);
    x = new float[rows * inner];
    wideX = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
      wideX[i] = x[i];
    }
    y = new float[rows * outputs];
    wideY = new double[y.length];
    requireRight();
  }

  private void requireRight() {
    double[] exact = f64Scalar().clone();
    requireNear(exact, f64());
    requireNear(exact, wide(f32()));
    requireNear(exact, wide(f32FromBf16OnAllThreads()));
    requireNear(exact, f64FromBf16OnAllThreads());
  }

  @Benchmark
  public float[] f32() {
    single.multiplyTransposed(x, w, y, rows, inner, outputs);
    return y;
  }

  @Benchmark
  public float[] f32FromBf16OnAllThreads() {
    single.multiplyTransposed(x, codes, y, rows, inner, outputs);
    return y;
  }

  @Benchmark
  public double[] f64() {
    binary64.multiplyTransposed(wideX, wideW, wideY, rows, inner, outputs);
    return wideY;
  }

  @Benchmark
  public double[] f64FromBf16OnAllThreads() {
    binary64.multiplyTransposed(wideX, codes, wideY, rows, inner, outputs);
    return wideY;
  }

  @Benchmark
  public double[] f64Scalar() {
    scalar.multiplyTransposed(wideX, wideW, wideY, rows, inner, outputs);
    return wideY;
  }

  /** No product is above 1, so γ(I + 1) I in F32 bounds the difference. */
  private void requireNear(double[] exact, double[] actual) {
    double nu = (inner + 1) * FloatFormat.F32.unitRoundoff();
    double bound = nu / (1 - nu) * inner;
    for (int i = 0; i < exact.length; i++) {
      if (!(Math.abs(exact[i] - actual[i]) <= bound)) {
        throw new IllegalStateException(
            "element %d is %s; plain loops give %s".formatted(i, actual[i], exact[i]));
      }
    }
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
