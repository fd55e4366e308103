package assay.golden;

import assay.golden.lanes.Widening;
import assay.spec.MlaPrefill.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Some consecutive query tokens of one sequence and head.
 *
 * @param first the first of them, counted within the sequence
 */
record MlaPrefillGroup(Problem problem, int b, int h, int first, int rows) implements FloatGroup {

  /** Query tokens that share a conversion of the keys. */
  private static final int ROWS = 256;

  static AttentionShape shape(Problem problem) {
    return new AttentionShape(
        problem.rows(), problem.keyWidth(), problem.valueWidth(), problem.scale());
  }

  /** Groups that cover every row of the problem. */
  static List<MlaPrefillGroup> all(Problem problem) {
    List<MlaPrefillGroup> groups = new ArrayList<>();
    for (int b = 0; b < problem.batch(); b++) {
      for (int h = 0; h < problem.heads(); h++) {
        for (int first = 0; first < problem.queries(b); first += ROWS) {
          int rows = Math.min(ROWS, problem.queries(b) - first);
          groups.add(new MlaPrefillGroup(problem, b, h, first, rows));
        }
      }
    }
    return groups;
  }

  /** What the last row sees, which is the most. */
  @Override
  public int keys() {
    return visible(rows - 1);
  }

  @Override
  public int visible(int row) {
    return problem.visible(b, first + row);
  }

  @Override
  public int resultRow(int row) {
    return (problem.queryStarts()[b] + first + row) * problem.heads() + h;
  }

  @Override
  public void query(int row, double[] target, int at) {
    long begin = (long) resultRow(row) * problem.keyWidth();
    problem.query().copyTo(begin, target, at, problem.keyWidth());
  }

  @Override
  public void key(int t, double[] target, int at) {
    problem.keys().copyTo(keyRow(t) * problem.keyWidth(), target, at, problem.keyWidth());
  }

  @Override
  public void value(int t, double[] target, int at) {
    problem.values().copyTo(keyRow(t) * problem.valueWidth(), target, at, problem.valueWidth());
  }

  @Override
  public void query(int row, float[] target, int at) {
    long begin = (long) resultRow(row) * problem.keyWidth();
    Widening.copy(problem.query(), begin, target, at, problem.keyWidth());
  }

  @Override
  public void key(int t, float[] target, int at) {
    Widening.copy(problem.keys(), keyRow(t) * problem.keyWidth(), target, at, problem.keyWidth());
  }

  @Override
  public void value(int t, float[] target, int at) {
    Widening.copy(
        problem.values(), keyRow(t) * problem.valueWidth(), target, at, problem.valueWidth());
  }

  private long keyRow(int t) {
    return (long) (problem.keyStarts()[b] + t) * problem.heads() + h;
  }
}
