package assay.golden;

import assay.golden.lanes.Widening;
import assay.spec.PagedMlaDecode.Problem;
import java.util.ArrayList;
import java.util.List;

/** All query tokens of one sequence, for some of its heads: row (s, h). */
record PagedMlaDecodeGroup(Problem problem, int b, int firstHead, int heads) implements FloatGroup {

  /** Heads that share a conversion of the cache. */
  private static final int HEADS = 64;

  /** Groups that cover every row of the problem. */
  static List<PagedMlaDecodeGroup> all(Problem problem) {
    return all(problem, HEADS);
  }

  /** The same, of at most so many heads each. */
  static List<PagedMlaDecodeGroup> all(Problem problem, int most) {
    List<PagedMlaDecodeGroup> groups = new ArrayList<>();
    for (int b = 0; b < problem.batch(); b++) {
      for (int first = 0; first < problem.heads(); first += most) {
        int heads = Math.min(most, problem.heads() - first);
        groups.add(new PagedMlaDecodeGroup(problem, b, first, heads));
      }
    }
    return groups;
  }

  static AttentionShape shape(Problem problem) {
    return new AttentionShape(problem.rows(), problem.width(), problem.latent(), problem.scale());
  }

  @Override
  public int rows() {
    return problem.queryTokens() * heads;
  }

  @Override
  public int keys() {
    return problem.cache().lengths()[b];
  }

  @Override
  public int visible(int row) {
    return problem.visible(b, row / heads);
  }

  @Override
  public int resultRow(int row) {
    int s = row / heads;
    return (b * problem.queryTokens() + s) * problem.heads() + firstHead + row % heads;
  }

  @Override
  public boolean valuesArePartsOfKeys() {
    return true;
  }

  @Override
  public void query(int row, double[] target, int at) {
    long first = (long) resultRow(row) * problem.width();
    problem.query().copyTo(first, target, at, problem.width());
  }

  @Override
  public void key(int t, double[] target, int at) {
    LatentRows.read(problem.cache(), b, t, problem.width(), target, at);
  }

  @Override
  public void value(int t, double[] target, int at) {
    LatentRows.read(problem.cache(), b, t, problem.latent(), target, at);
  }

  @Override
  public void query(int row, float[] target, int at) {
    long first = (long) resultRow(row) * problem.width();
    Widening.copy(problem.query(), first, target, at, problem.width());
  }

  @Override
  public void key(int t, float[] target, int at) {
    LatentRows.read(problem.cache(), b, t, problem.width(), target, at);
  }

  @Override
  public void value(int t, float[] target, int at) {
    LatentRows.read(problem.cache(), b, t, problem.latent(), target, at);
  }
}
