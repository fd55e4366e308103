package assay.bench;

import assay.golden.PagedMlaDecodeF32;
import assay.golden.PagedMlaDecodeFormula;
import assay.golden.PagedMlaDecodeReference;
import assay.golden.lanes.Lanes;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Model;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;
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
 * The golden decode in vector registers, the same with error budgets, and its peers: the same work
 * in F32, and the same loops in plain Java.
 *
 * <p>One operation is one problem: {@code sequences} of {@code keys}, all heads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PagedMlaDecodeBenchmark {

  /** Twice the golden model's own error: what two honest binary64 computations may be apart. */
  private static final double BUDGETS_APART = 2;

  @Param({"deepseek-v2-lite", "deepseek-v3"})
  public String model = "deepseek-v3";

  @Param({"1", "2"})
  public int sequences = 1;

  @Param("1")
  public int queryTokens = 1;

  @Param("1024")
  public int keys = 1024;

  private final PagedMlaDecodeReference golden = PagedMlaDecodeReference.create();
  private final PagedMlaDecodeF32 single = PagedMlaDecodeF32.create();
  private final PagedMlaDecodeReference peer = PagedMlaDecodeReference.with(Lanes.all().getFirst());
  private MomentProducts moments = new MomentProducts(0, 0, 0, 0);
  private Problem problem = DecodeProblems.of(Model.DEEPSEEK_V2_LITE, 1, 1, 0);

  /**
   * Draws the problem and checks every answer.
   *
   * @throws IllegalStateException if an answer is wrong
   */
  @Setup
  public void prepare() {
    Model posed = Model.named(model);
    problem = DecodeProblems.of(posed, sequences, queryTokens, keys, 1);
    moments = new MomentProducts(sequences * queryTokens, posed.heads(), posed.latent(), keys);
    Problem small = DecodeProblems.of(Model.DEEPSEEK_V2_LITE, 1, 33, 2);
    requireWithinBudgets(small, golden.run(small));
    requireSame(goldenScalar(), goldenVector());
    requireSame(goldenVector(), goldenWithBudgets().result());
    requireSame(goldenVector(), leastWithBudgets());
    requireHonest(golden.expect(problem, NumericContract.F32), f32());
  }

  @Benchmark
  public Result goldenVector() {
    return golden.run(problem);
  }

  @Benchmark
  public Expectation goldenWithBudgets() {
    return golden.expect(problem, NumericContract.BF16);
  }

  /**
   * The golden decode, and the second moments' product alone, in F32 as lemma 19 has it: what a
   * budget cannot do without, before it has looked at a weight.
   */
  @Benchmark
  public Result leastWithBudgets() {
    moments.run();
    return golden.run(problem);
  }

  @Benchmark
  public Result f32() {
    return single.run(problem);
  }

  @Benchmark
  public Result goldenScalar() {
    return peer.run(problem);
  }

  /** Holds a computation in binary64 against the formula. */
  static void requireWithinBudgets(Problem small, Result actual) {
    Expectation expected = PagedMlaDecodeReference.create().expect(small, NumericContract.BINARY64);
    Result formula = new PagedMlaDecodeFormula().run(small);
    for (int i = 0; i < expected.budgets().size(); i++) {
      double[] exact = formula.tensors().get(i).values();
      requireWithin(actual.tensors().get(i).values(), exact, expected.budgets().get(i));
    }
  }

  private static void requireWithin(double[] golden, double[] formula, ErrorBudget budget) {
    for (int i = 0; i < golden.length; i++) {
      if (!(Math.abs(golden[i] - formula[i]) <= BUDGETS_APART * budget.hard()[i])) {
        throw new IllegalStateException(
            "element %d is %s; the formula gives %s".formatted(i, golden[i], formula[i]));
      }
    }
  }

  /** Within every statistical budget. */
  static void requireHonest(Expectation expected, Result actual) {
    for (int i = 0; i < expected.budgets().size(); i++) {
      double[] golden = expected.result().tensors().get(i).values();
      double[] values = actual.tensors().get(i).values();
      double[] budget = expected.budgets().get(i).statistical();
      for (int j = 0; j < golden.length; j++) {
        if (!(Math.abs(golden[j] - values[j]) <= budget[j])) {
          throw new IllegalStateException(
              "%s is %s; golden is %s"
                  .formatted(actual.tensors().get(i).describe(j), values[j], golden[j]));
        }
      }
    }
  }

  static void requireSame(Result expected, Result actual) {
    for (int i = 0; i < expected.tensors().size(); i++) {
      int mismatch =
          Arrays.mismatch(expected.tensors().get(i).values(), actual.tensors().get(i).values());
      if (mismatch >= 0) {
        throw new IllegalStateException(
            "two benchmarks differ in " + expected.tensors().get(i).describe(mismatch));
      }
    }
  }
}
