package assay.bench;

import assay.golden.PagedMlaDecodeLoop;
import assay.golden.PagedMlaDecodeReference;
import assay.golden.cache.BufferPool;
import assay.spec.Model;
import assay.spec.PagedMlaDecode;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A decode step with its cache: every sequence grows by a token and attends to all it has. The loop
 * with borrowed buffers, and its peer that allocates its results and temporaries.
 *
 * <p>What it is for is {@code gc.alloc.rate.norm}, bytes per step: the GC profiler is always on.
 * Iterations are long because JMH itself allocates some KiB in each, which their steps share. The
 * loop runs on one thread, its peer on all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 5)
public class PagedMlaDecodeLoopBenchmark {

  @Param("deepseek-v2-lite")
  public String model = "deepseek-v2-lite";

  @Param("2")
  public int sequences = 2;

  @Param("250")
  public int keys = 250;

  private final BufferPool pool = new BufferPool();
  private DecodeLoopState state = new DecodeLoopState(Model.DEEPSEEK_V2_LITE, 1, 1, 1);
  private PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.over(state.problem(), pool);
  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  /**
   * Fills the cache and checks a step.
   *
   * @throws IllegalStateException if two loops over the same batch differ
   */
  @Setup
  public void prepare() {
    loop.close();
    state = new DecodeLoopState(Model.named(model), sequences, keys, 1);
    loop = PagedMlaDecodeLoop.over(state.problem(), pool);
    requireRight();
  }

  @TearDown
  public void close() {
    loop.close();
    pool.close();
  }

  @Benchmark
  public double[] loop() {
    state.grow();
    loop.step();
    return loop.out();
  }

  @Benchmark
  public Result allocating() {
    state.grow();
    return reference.run(state.problem());
  }

  private void requireRight() {
    state.grow();
    loop.step();
    PagedMlaDecode.Problem problem = state.problem();
    PagedMlaDecodeBenchmark.requireWithinBudgets(
        problem,
        PagedMlaDecode.result(
            problem,
            Arrays.copyOf(loop.out(), problem.rows() * problem.latent()),
            Arrays.copyOf(loop.lseNats(), problem.rows())));
  }
}
