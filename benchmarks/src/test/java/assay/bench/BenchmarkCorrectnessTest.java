package assay.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.PagedMlaDecodeLoop;
import assay.golden.cache.BufferPool;
import assay.golden.lanes.Lanes;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Model;
import assay.spec.Result;
import assay.spec.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;

/** Every benchmark body is called once, and its answer checked. */
final class BenchmarkCorrectnessTest {

  private final PagedMlaDecodeBenchmark benchmark = new PagedMlaDecodeBenchmark();

  @Test
  void theAnswersAreRightAndNotZero() {
    benchmark.model = "deepseek-v2-lite";
    benchmark.keys = 65;
    benchmark.prepare();
    double[] out = benchmark.goldenVector().tensor("out").values();
    assertTrue(Arrays.stream(out).allMatch(value -> value != 0 && !Double.isNaN(value)));
  }

  /** Past the point where the batch begins anew; one long run, compared with a fresh loop. */
  @Test
  void theLoopStaysRightAsItsBatchGrowsAndBeginsAnew() {
    PagedMlaDecodeLoopBenchmark steady = new PagedMlaDecodeLoopBenchmark();
    steady.keys = 30;
    steady.sequences = 1;
    steady.prepare();
    DecodeLoopState state = new DecodeLoopState(Model.named(steady.model), 1, 30, 1);
    state.grow();
    for (int i = 0; i < 3; i++) {
      state.grow();
      assertArrayEquals(fresh(state), steady.loop());
    }
    for (int i = 4; i <= DecodeLoopState.STEPS; i++) {
      state.grow();
    }
    assertEquals(31, state.problem().cache().lengths()[0]);
    steady.close();
  }

  private static double[] fresh(DecodeLoopState state) {
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.over(state.problem(), pool)) {
      loop.step();
      return loop.out().clone();
    }
  }

  @Test
  void everyBodyIsCheckedInSetUp() {
    assertEquals(5, bodies(PagedMlaDecodeBenchmark.class));
    assertEquals(4, bodies(MlaPrefillBenchmark.class));
    assertEquals(5, bodies(ProductBenchmark.class));
    assertEquals(3, bodies(WideningBenchmark.class));
    assertEquals(6, bodies(AttentionLanesBenchmark.class));
  }

  private static long bodies(Class<?> benchmark) {
    return names(benchmark).count();
  }

  private static Stream<String> names(Class<?> benchmark) {
    return Arrays.stream(benchmark.getMethods())
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .map(Method::getName);
  }

  /** Those over arrays that every kind of lanes has of its own; products have another benchmark. */
  @Test
  void everyLoopOfLanesIsMeasured_inRegistersAndInPlainJava() {
    List<String> measured = names(LanesBenchmark.class).toList();
    List<String> loops =
        Arrays.stream(Lanes.class.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .filter(method -> method.getParameterCount() > 0)
            .map(Method::getName)
            .toList();
    assertTrue(loops.contains("maxMagnitude"));
    for (String loop : loops) {
      assertTrue(measured.containsAll(List.of(loop + "Vector", loop + "Scalar")), loop);
    }
  }

  @Test
  void prefillProductsAndLoopsAreRight() {
    MlaPrefillBenchmark prefill = new MlaPrefillBenchmark();
    prefill.model = "deepseek-v2-lite";
    prefill.tokens = 40;
    prefill.prepare();
    ProductBenchmark product = new ProductBenchmark();
    product.shape = "512x256";
    for (int rows : new int[] {1, 16}) {
      product.rows = rows;
      product.prepare();
    }
    new LanesBenchmark().prepare();
    new AttentionLanesBenchmark().prepare();
    new WideningBenchmark().prepare();
  }

  @Test
  void aResultBeyondItsBudgetIsRefused() {
    Expectation expected =
        new Expectation(
            one(1.0), List.of(new ErrorBudget(new double[] {0.5}, new double[] {0.25})));
    assertDoesNotThrow(() -> PagedMlaDecodeBenchmark.requireHonest(expected, one(1.25)));
    assertThrows(
        IllegalStateException.class,
        () -> PagedMlaDecodeBenchmark.requireHonest(expected, one(1.375)));
  }

  @Test
  void aWrongAnswerIsRefused() {
    Result right = one(1.0);
    assertDoesNotThrow(() -> PagedMlaDecodeBenchmark.requireSame(right, one(1.0)));
    assertThrows(
        IllegalStateException.class,
        () -> PagedMlaDecodeBenchmark.requireSame(right, one(Math.nextUp(1.0))));
  }

  @Test
  void noSuchBenchmarkIsAFailure(@TempDir Path folder) {
    Path json = folder.resolve("none.json");
    assertThrows(
        BenchmarksFailed.class,
        () -> Benchmarks.run(new Benchmarks.Selection("NoSuchBenchmark", Map.of(), true, json)));
    assertTrue(Files.notExists(json) || json.toFile().length() == 0);
  }

  private static Result one(double value) {
    return Result.of(new Tensor("out", List.of(), new double[] {value}));
  }
}
