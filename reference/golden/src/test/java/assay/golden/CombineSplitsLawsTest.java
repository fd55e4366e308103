package assay.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.numerics.Elements;
import assay.spec.CombineSplits.Problem;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Merging parts gives the whole, in any order and any grouping. */
final class CombineSplitsLawsTest {

  private final CombineSplitsReference reference = CombineSplitsReference.create();
  private final PagedMlaDecodeReference decode = PagedMlaDecodeReference.create();

  /**
   * Partial results of N rows.
   *
   * @param out [N, D] and how far each is from exact
   * @param lse [N] and how far
   */
  private record Part(double[] out, double[] outError, double[] lse, double[] lseError) {

    static Part of(Expectation expected) {
      List<ErrorBudget> budgets = expected.budgets();
      return new Part(
          expected.result().tensor("out").values(),
          budgets.get(0).hard(),
          expected.result().tensor("lseNats").values(),
          budgets.get(1).hard());
    }

    int width() {
      return out.length / lse.length;
    }
  }

  @Test
  void mergedParts_areTheWhole() {
    for (int seed = 0; seed < 10; seed++) {
      PagedMlaDecode.Problem problem = SampleProblem.small(seed, 4 + 5 * seed).create();
      Part whole = Part.of(decode.expect(problem, NumericContract.BINARY64));
      assertNear(whole, merged(parts(problem, 0, 1, 3, 3, 13)));
    }
  }

  @Test
  void aForgottenPageIsSeen() {
    PagedMlaDecode.Problem problem = SampleProblem.small(1, 45).create();
    Part whole = Part.of(decode.expect(problem, NumericContract.BINARY64));
    Part wrong = merged(parts(problem, 0, 3, 3, 11));
    assertThrows(AssertionError.class, () -> assertNear(whole, wrong));
  }

  @Test
  void theOrderOfPartsDoesNotMatter() {
    PagedMlaDecode.Problem problem = SampleProblem.small(1, 45).create();
    List<Part> parts = parts(problem, 0, 1, 3, 3, 13);
    assertNear(merged(parts), merged(parts.reversed()));
  }

  @Test
  void mergingIsAssociative() {
    PagedMlaDecode.Problem problem = SampleProblem.small(1, 45).create();
    List<Part> parts = parts(problem, 0, 1, 3, 13);
    Part left = merged(List.of(merged(parts.subList(0, 2)), parts.get(2)));
    Part right = merged(List.of(parts.get(0), merged(parts.subList(1, 3))));
    assertNear(left, right);
    assertNear(merged(parts), left);
  }

  private static void assertNear(Part expected, Part actual) {
    for (int i = 0; i < expected.out().length; i++) {
      double bound = expected.outError()[i] + actual.outError()[i];
      Rounding.assertWithin(expected.out()[i], actual.out()[i], bound);
    }
    for (int i = 0; i < expected.lse().length; i++) {
      double bound = expected.lseError()[i] + actual.lseError()[i];
      Rounding.assertWithin(expected.lse()[i], actual.lse()[i], bound);
    }
  }

  /** Decode over the pages of sequence 0 from each boundary to before the next. */
  private List<Part> parts(PagedMlaDecode.Problem problem, int... boundaries) {
    return IntStream.range(1, boundaries.length)
        .mapToObj(i -> problem.withCache(pages(problem, boundaries[i - 1], boundaries[i])))
        .map(part -> Part.of(decode.expect(part, NumericContract.BINARY64)))
        .toList();
  }

  private static PagedLatentCache pages(PagedMlaDecode.Problem problem, int first, int end) {
    PagedLatentCache cache = problem.cache();
    int[] table = new int[cache.pagesPerSequence()];
    int from = Math.min(first, table.length);
    System.arraycopy(cache.pageTable(), from, table, 0, table.length - from);
    int length = cache.lengths()[0];
    int last = Math.min(length, end * cache.pageSize());
    int[] lengths = {Math.max(0, last - first * cache.pageSize())};
    return cache.withSequences(table, lengths);
  }

  /**
   * Each part's errors reach the merge: its out by its weight, its lse as a relative error of its
   * weight and of their sum, which moves a mean by at most that times the parts' distance.
   */
  private Part merged(List<Part> parts) {
    int width = parts.getFirst().width();
    double[] out = parts.stream().flatMapToDouble(part -> Arrays.stream(part.out())).toArray();
    double[] lse = parts.stream().flatMapToDouble(part -> Arrays.stream(part.lse())).toArray();
    Problem problem = new Problem(parts.size(), width, Elements.of(out), Elements.of(lse));
    Part merged = Part.of(reference.expect(problem, NumericContract.BINARY64));
    for (int row = 0; row < merged.lse().length; row++) {
      double lseError = 0;
      for (Part part : parts) {
        lseError = Math.max(lseError, part.lseError()[row]);
      }
      merged.lseError()[row] += lseError;
      for (int i = row * width; i < (row + 1) * width; i++) {
        merged.outError()[i] += outError(parts, i) + 6 * lseError * largest(parts, i);
      }
    }
    return merged;
  }

  private static double outError(List<Part> parts, int i) {
    return parts.stream().mapToDouble(part -> part.outError()[i]).max().orElseThrow();
  }

  private static double largest(List<Part> parts, int i) {
    return parts.stream().mapToDouble(part -> Math.abs(part.out()[i])).max().orElseThrow();
  }
}
