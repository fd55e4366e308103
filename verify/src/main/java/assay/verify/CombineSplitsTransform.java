package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.CombineSplits.Problem;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Problems of {@link assay.spec.CombineSplits} made from problems. */
final class CombineSplitsTransform {

  /** A step that lse are rounded to, so that F32 holds sums of them: of up to 2^16. */
  private static final double LSE_STEP = 0x1p-7;

  private CombineSplitsTransform() {}

  /** Part i is part {@code order[i]}; parts may come twice, or not at all. */
  static Problem withParts(Problem problem, int... order) {
    int rows = problem.rows();
    return new Problem(
        order.length,
        problem.width(),
        ElementRows.gather(problem.out(), rows * problem.width(), order),
        ElementRows.gather(problem.lseNats(), rows, order));
  }

  /** Row i is row {@code order[i]}. */
  static Problem withRows(Problem problem, int... order) {
    int[] all = ElementRows.headRows(problem.parts(), problem.rows(), order);
    return new Problem(
        problem.parts(),
        problem.width(),
        ElementRows.gather(problem.out(), problem.width(), all),
        ElementRows.gather(problem.lseNats(), 1, all));
  }

  /** Every part without weight holds NaN, huge numbers, infinities or zeros. */
  static Problem withEmptyOut(Problem problem, double filler) {
    Elements out = ElementRows.copy(problem.out());
    for (long part = 0; part < problem.lseNats().count(); part++) {
      for (int d = 0; d < problem.width() && isEmpty(problem, part); d++) {
        out.set(part * problem.width() + d, filler);
      }
    }
    return new Problem(problem.parts(), problem.width(), out, problem.lseNats());
  }

  /** With one more part, at place {@code at}, that has no weight and NaN for its out. */
  static Problem withEmptyPart(Problem problem, int at) {
    int[] order =
        IntStream.concat(
                IntStream.concat(
                    IntStream.range(0, at), //
                    IntStream.of(ElementRows.NONE)),
                IntStream.range(at, problem.parts()))
            .toArray();
    Problem longer = withParts(problem, order);
    Elements lse = longer.lseNats();
    for (long i = 0; i < problem.rows(); i++) {
      lse.set((long) at * problem.rows() + i, Double.NEGATIVE_INFINITY);
    }
    return longer;
  }

  /** Every lse a multiple of a step coarse enough that shifts of it are exact. */
  static Problem withSteppedLse(Problem problem) {
    return withLse(
        problem,
        Arrays.stream(problem.lseNats().toDoubles())
            .map(lse -> Math.rint(lse / LSE_STEP) * LSE_STEP)
            .toArray());
  }

  static Problem withLseShifted(Problem problem, double shift) {
    return withLse(
        problem, Arrays.stream(problem.lseNats().toDoubles()).map(lse -> lse + shift).toArray());
  }

  /** Parts have outs of their own sizes, so that a wrong weight shows: part k near 8k. */
  static Problem withOutsize(Problem problem) {
    Elements out = ElementRows.copy(problem.out());
    long part = (long) problem.rows() * problem.width();
    for (long i = 0; i < out.count(); i++) {
      out.set(i, out.get(i) + 8.0 * Math.floorDiv(i, part));
    }
    return new Problem(problem.parts(), problem.width(), out, problem.lseNats());
  }

  /** In every part the out of the first; ones where that is empty. */
  static Problem withEqualParts(Problem problem) {
    Problem plain = withEmptyOut(problem, 1);
    Problem equal = withParts(plain, new int[problem.parts()]);
    return new Problem(problem.parts(), problem.width(), equal.out(), problem.lseNats());
  }

  static Problem withLse(Problem problem, double... lse) {
    FloatFormat format = problem.lseNats().format();
    return new Problem(
        problem.parts(), problem.width(), problem.out(), ElementRows.exact(format, lse));
  }

  /** One part before those of {@code problem} from {@code first} on. */
  static Problem prepend(AttentionRows part, Problem problem, int first) {
    int rows = problem.rows();
    int parts = problem.parts() - first + 1;
    double[] out = new double[parts * rows * problem.width()];
    double[] lse = new double[parts * rows];
    System.arraycopy(part.out(), 0, out, 0, part.out().length);
    System.arraycopy(part.lse(), 0, lse, 0, rows);
    int taken = part.out().length;
    problem.out().copyTo((long) first * taken, out, taken, out.length - taken);
    problem.lseNats().copyTo((long) first * rows, lse, rows, lse.length - rows);
    return new Problem(
        parts,
        problem.width(),
        ElementRows.exact(problem.out().format(), out),
        ElementRows.exact(problem.lseNats().format(), lse));
  }

  private static boolean isEmpty(Problem problem, long part) {
    return problem.lseNats().get(part) == Double.NEGATIVE_INFINITY;
  }
}
