package assay.verify.diagnosis;

import assay.spec.CombineSplits.Problem;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Where a merge of splits is wrong. */
final class MergeClues {

  private MergeClues() {}

  /** Whether every wrong row has a part without keys, and other rows have none. */
  static boolean onlyEmptyRows(Sample<?> sample) {
    if (!(sample.problem() instanceof Problem problem)) {
      return false;
    }
    BitSet rows = new BitSet();
    List<BitSet> wrong = sample.wrong();
    wrong.get(0).stream().forEach(i -> rows.set(i / problem.width()));
    wrong.get(1).stream().forEach(rows::set);
    return rows.stream().allMatch(n -> hasEmpty(problem, n));
  }

  private static boolean hasEmpty(Problem problem, int n) {
    return IntStream.range(0, problem.parts())
        .anyMatch(
            k -> problem.lseNats().get((long) k * problem.rows() + n) == Double.NEGATIVE_INFINITY);
  }
}
