package assay.bench;

import assay.golden.MlaPrefillF32;
import assay.golden.MlaPrefillReference;
import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Model;
import assay.spec.NumericContract;
import assay.spec.Result;
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

/** Causal prefill of one sequence, every head with keys and values of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MlaPrefillBenchmark {

  private static final int KEY_WIDTH = 192;
  private static final int VALUE_WIDTH = 128;

  @Param("deepseek-v2-lite")
  public String model = "deepseek-v2-lite";

  @Param("1024")
  public int tokens = 1024;

  private final MlaPrefillReference golden = MlaPrefillReference.create();
  private final MlaPrefillReference scalar = MlaPrefillReference.with(Lanes.all().getFirst());
  private final MlaPrefillF32 single = MlaPrefillF32.create();
  private Problem problem = problem(1, 1);

  /**
   * Draws the problem and checks every answer.
   *
   * @throws IllegalStateException if an answer is wrong
   */
  @Setup
  public void prepare() {
    problem = problem(Model.named(model).heads(), tokens);
    PagedMlaDecodeBenchmark.requireSame(goldenScalar(), goldenVector());
    PagedMlaDecodeBenchmark.requireSame(goldenVector(), goldenWithBudgets().result());
    PagedMlaDecodeBenchmark.requireHonest(golden.expect(problem, NumericContract.F32), f32());
  }

  @Benchmark
  public Result goldenVector() {
    return golden.run(problem);
  }

  @Benchmark
  public Expectation goldenWithBudgets() {
    return golden.expect(problem, NumericContract.BF16);
  }

  @Benchmark
  public Result f32() {
    return single.run(problem);
  }

  @Benchmark
  public Result goldenScalar() {
    return scalar.run(problem);
  }

  private static Problem problem(int heads, int tokens) {
    int[] starts = {0, tokens};
    return new MlaPrefill.Problem(
        heads,
        KEY_WIDTH,
        VALUE_WIDTH,
        starts,
        starts,
        normal(tokens * heads * KEY_WIDTH, 1),
        normal(tokens * heads * KEY_WIDTH, 2),
        normal(tokens * heads * VALUE_WIDTH, 3),
        (float) (1 / Math.sqrt(KEY_WIDTH)),
        true);
  }

  private static Elements normal(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Elements elements = Elements.allocate(FloatFormat.BF16, count);
    for (int i = 0; i < count; i++) {
      elements.set(i, random.nextGaussian());
    }
    return elements;
  }
}
