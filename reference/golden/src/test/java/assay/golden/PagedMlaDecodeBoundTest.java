package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.F32Kernel.Bug;
import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Lemmas 1 to 6 of docs/numerics.md against kernels that round as a GPU does. */
final class PagedMlaDecodeBoundTest {

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 1",
    "65, 1",
    "1000, 0.1",
    "1000, 1",
    "1000, 3",
    "1000, 10",
    "1000, 100",
    "4096, 1"
  })
  void honestKernelsKeepTheirBudgets(int keys, double magnitude) {
    Problem problem = SampleProblem.deepSeek(2, 11, keys).withMagnitude(magnitude).create();
    for (int block : new int[] {64, keys}) {
      for (int split : new int[] {512, keys}) {
        assertHonest(problem, FloatFormat.BF16, Contracts.BF16_WEIGHTS, block, split);
        assertHonest(problem, FloatFormat.F32, Contracts.F32, block, split);
      }
    }
  }

  private void assertHonest(
      Problem problem, FloatFormat format, NumericContract contract, int block, int split) {
    F32Kernel kernel = new F32Kernel(format, format, block, split, Bug.NONE);
    Headroom headroom = Headroom.of(reference.expect(problem, contract), kernel.run(problem));
    System.err.println(
        format + " " + problem.cache().lengths()[0] + " " + block + " " + split + " " + headroom);
    assertTrue(headroom.hard() <= 1, headroom::toString);
    assertTrue(headroom.statistical() <= 1, headroom::toString);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void plantedBugsExceedTheirBudgets(Bug bug) {
    Problem problem = SampleProblem.deepSeek(2, 12, 1000).create();
    F32Kernel kernel = new F32Kernel(FloatFormat.BF16, FloatFormat.BF16, 64, 512, bug);
    Headroom headroom =
        Headroom.of(reference.expect(problem, Contracts.BF16_WEIGHTS), kernel.run(problem));
    System.err.println(bug + " " + headroom);
    assertTrue(headroom.statistical() > 1, headroom::toString);
  }
}
