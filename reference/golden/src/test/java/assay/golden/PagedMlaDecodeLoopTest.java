package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.cache.BufferPool;
import assay.golden.lanes.Lanes;
import assay.spec.DenseLayout;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loop computes the operator, into the caller's arrays, and allocates nothing. */
final class PagedMlaDecodeLoopTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  static Stream<SampleProblem> samples() {
    return PagedMlaDecodeReferenceTest.samples();
  }

  private static Result run(Lanes lanes, Problem problem) {
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.with(lanes, problem, pool)) {
      Arrays.fill(loop.out(), Double.NaN);
      loop.step();
      return results(problem, loop);
    }
  }

  private static Result results(Problem problem, PagedMlaDecodeLoop loop) {
    return PagedMlaDecode.result(
        problem,
        Arrays.copyOf(loop.out(), problem.rows() * problem.latent()),
        Arrays.copyOf(loop.lseNats(), problem.rows()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void givesTheReferencesBits(SampleProblem sample) {
    Problem problem = sample.create();
    assertSame(reference.run(problem), run(Lanes.best(), problem));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void givesTheSameBitsWithAllLanes(SampleProblem sample) {
    Problem problem = sample.create();
    Result expected = run(Lanes.all().getFirst(), problem);
    for (Lanes lanes : Lanes.all()) {
      assertSame(expected, run(lanes, problem));
    }
  }

  @Test
  void sequencesMayBeSharedOutAmongThreads() {
    Problem problem = SampleProblem.small(5, 0, 1, 63, 64, 65, 130).causal(2).create();
    Result whole = run(Lanes.best(), problem);
    int rows = problem.rows() / problem.batch();
    try (BufferPool pool = new BufferPool()) {
      IntStream.range(0, problem.batch())
          .parallel()
          .forEach(b -> {
            try (PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.over(problem, pool)) {
              loop.step(b);
              assertArrayEquals(
                  Arrays.copyOfRange(whole.tensor("lseNats").values(), b * rows, (b + 1) * rows),
                  Arrays.copyOfRange(loop.lseNats(), b * rows, (b + 1) * rows));
            }
          });
    }
  }

  @Test
  void aSequenceThatGrowsAndShrinks_isDecodedAsItIsNow() {
    Problem problem = SampleProblem.small(9, 70, 70).create();
    int[] lengths = problem.cache().lengths();
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.over(problem, pool)) {
      for (int length : new int[] {64, 65, 0, 1, 70}) {
        lengths[1] = length;
        loop.step();
        assertSame(reference.run(problem), results(problem, loop));
      }
    }
  }

  @Test
  void nansAndBlindRowsAreTheReferences() {
    Problem problem = SampleProblem.small(6, 0, 3, 9, 70).causal(2).create();
    PagedLatentCache cache = problem.cache();
    cache.elements().set(cache.slot(2, 8) * problem.width() + 35, Double.NaN);
    cache.elements().set(cache.slot(3, 0) * problem.width(), infinity(problem, 3));
    Result expected = reference.run(problem);
    Result actual = run(Lanes.best(), problem);
    for (int i = 0; i < 2; i++) {
      double[] want = expected.tensors().get(i).values();
      double[] got = actual.tensors().get(i).values();
      for (int j = 0; j < want.length; j++) {
        assertEquals(Double.isNaN(want[j]), Double.isNaN(got[j]));
        assertEquals(Double.isInfinite(want[j]), Double.isInfinite(got[j]));
      }
    }
  }

  /** Of the sign that gives the first head a score of −∞. */
  private static double infinity(Problem problem, int b) {
    double query = problem.query().get(b * 2L * 3 * problem.width());
    return query > 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /**
   * Less than its results take; the benchmark with the GC profiler says how much less. In plain
   * loops: those in vector registers allocate until they are compiled.
   */
  @Test
  void aStepAllocatesNeitherResultsNorTemporaries() {
    Problem problem = asFloat16(SampleProblem.small(7, 5, 70, 130).create());
    long results = (long) problem.rows() * (problem.latent() + 1) * Double.BYTES;
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.with(Lanes.all().getFirst(), problem, pool)) {
      assertTrue(allocated(loop::step) < results);
    }
    assertTrue(allocated(() -> reference.run(problem)) >= results);
  }

  /** The same bytes, of a format that is not widened in vector registers. */
  private static Problem asFloat16(Problem problem) {
    PagedLatentCache cache = problem.cache();
    return problem.withCache(
        new PagedLatentCache(
            cache.pageSize(),
            DenseLayout.float16(problem.latent(), problem.rope()),
            cache.bytes(),
            cache.pagesPerSequence(),
            cache.pageTable(),
            cache.lengths()));
  }

  /** The fewest bytes of several runs: classes are loaded in the first. */
  private static long allocated(Runnable step) {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      step.run();
      fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return fewest;
  }

  private static void assertSame(Result expected, Result actual) {
    for (int i = 0; i < expected.tensors().size(); i++) {
      assertArrayEquals(expected.tensors().get(i).values(), actual.tensors().get(i).values());
    }
  }
}
