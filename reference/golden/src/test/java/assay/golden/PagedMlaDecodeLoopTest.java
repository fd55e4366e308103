package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.cache.BufferPool;
import assay.golden.lanes.Lanes;
import assay.spec.Expectation;
import assay.spec.NumericContract;
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
    double[] out = new double[problem.rows() * problem.latent()];
    double[] lse = new double[problem.rows()];
    Arrays.fill(out, Double.NaN);
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.with(lanes, problem, pool)) {
      loop.runInto(out, lse);
    }
    return PagedMlaDecode.result(problem, out, lse);
  }

  /** Both keep this contract, so they may be two of its budgets apart. */
  @ParameterizedTest
  @MethodSource("samples")
  void agreesWithTheReference(SampleProblem sample) {
    Problem problem = sample.create();
    Expectation expected = reference.expect(problem, NumericContract.BINARY64);
    Headroom headroom = Headroom.of(expected, run(Lanes.best(), problem));
    assertTrue(headroom.hard() <= 2, () -> sample + ": " + headroom);
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
    double[] out = new double[problem.rows() * problem.latent()];
    double[] lse = new double[problem.rows()];
    try (BufferPool pool = new BufferPool()) {
      IntStream.range(0, problem.batch())
          .parallel()
          .forEach(b -> {
            try (PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.over(problem, pool)) {
              loop.runInto(b, out, lse);
            }
          });
    }
    assertSame(run(Lanes.best(), problem), PagedMlaDecode.result(problem, out, lse));
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

  /** Plain loops, whose bytes do not depend on what has been compiled yet. */
  @Test
  void aStepAllocatesNothing() {
    Problem problem = SampleProblem.small(7, 5, 70, 130).create();
    double[] out = new double[problem.rows() * problem.latent()];
    double[] lse = new double[problem.rows()];
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.with(Lanes.all().getFirst(), problem, pool)) {
      assertEquals(0, allocated(() -> loop.runInto(out, lse)));
    }
    assertTrue(allocated(() -> reference.run(problem)) > 0);
  }

  @Test
  void temporariesDoNotGrowWithTheContext() {
    assertEquals(bytesLent(64), bytesLent(6400));
  }

  @Test
  void resultsMustFit() {
    Problem problem = SampleProblem.small(8, 5).create();
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop = PagedMlaDecodeLoop.over(problem, pool)) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> loop.runInto(new double[96], new double[4]));
      assertEquals("lseNats has 4 elements; its shape holds 3", refused.getMessage());
    }
  }

  private static long bytesLent(int keys) {
    try (BufferPool pool = new BufferPool();
        PagedMlaDecodeLoop loop =
            PagedMlaDecodeLoop.over(SampleProblem.small(9, keys).create(), pool)) {
      double[] out = new double[96];
      loop.runInto(out, new double[3]);
      return pool.statistics().highWaterBytes();
    }
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
