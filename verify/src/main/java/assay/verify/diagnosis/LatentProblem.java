package assay.verify.diagnosis;

import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Absorbed decode, over all keys or over listed ones: one latent for all heads. */
record LatentProblem(
    List<QueryRow> rows,
    int heads,
    int latent,
    int keyWidth,
    int valueWidth,
    double scale,
    Elements queries,
    PagedLatentCache cache,
    int batch,
    int[][] listed,
    BiFunction<double[], double[], Result> results)
    implements AttentionProblem {

  private static final int[][] ALL = {};

  static LatentProblem of(PagedMlaDecode.Problem problem) {
    List<QueryRow> rows = new ArrayList<>();
    for (int i = 0; i < problem.rows(); i++) {
      int h = i % problem.heads();
      int s = i / problem.heads() % problem.queryTokens();
      int b = i / problem.heads() / problem.queryTokens();
      int length = problem.cache().lengths()[b];
      int visible = problem.visible(b, s);
      rows.add(
          new QueryRow(
              i, b, s, problem.queryTokens(), h, length, visible, Double.NEGATIVE_INFINITY));
    }
    return new LatentProblem(
        rows,
        problem.heads(),
        problem.latent(),
        problem.width(),
        problem.latent(),
        problem.scale(),
        problem.query(),
        problem.cache(),
        problem.batch(),
        ALL,
        (out, lse) -> PagedMlaDecode.result(problem, out, lse));
  }

  static LatentProblem of(SparseMlaDecode.Problem problem) {
    SparseMlaDecode.Selection all =
        SparseMlaDecode.Selection.of(
            problem.selection().listed(), problem.selection().indices(), problem.selection().rule());
    long pool = (long) problem.cache().pages() * problem.cache().pageSize();
    int tokens = problem.batch() * problem.queryTokens();
    int[][] listed =
        IntStream.range(0, tokens)
            .mapToObj(token -> slots(problem, all, token, pool))
            .toArray(int[][]::new);
    List<QueryRow> rows = new ArrayList<>();
    for (int i = 0; i < problem.rows(); i++) {
      int token = i / problem.heads();
      int h = i % problem.heads();
      int visible = problem.slots(token).length;
      rows.add(
          new QueryRow(
              i,
              token / problem.queryTokens(),
              token % problem.queryTokens(),
              problem.queryTokens(),
              h,
              visible,
              visible,
              problem.sinks()[h]));
    }
    return new LatentProblem(
        rows,
        problem.heads(),
        problem.latent(),
        problem.width(),
        problem.valueWidth(),
        problem.scale(),
        problem.query(),
        problem.cache(),
        problem.batch(),
        listed,
        (out, lse) -> SparseMlaDecode.result(problem, out, lse));
  }

  /** The valid entries, those past the count too. */
  private static int[] slots(
      SparseMlaDecode.Problem problem, SparseMlaDecode.Selection all, int token, long pool) {
    return problem.selection().listed() == 0 ? new int[0] : all.slots(token, pool);
  }

  @Override
  public double[] query(QueryRow row) {
    return read(queries, (long) row.index() * keyWidth, keyWidth);
  }

  @Override
  public long slots() {
    return (long) cache.pages() * cache.pageSize();
  }

  @Override
  public long slot(QueryRow row, int t) {
    if (listed.length > 0) {
      int[] slots = listed[row.sequence() * row.tokens() + row.token()];
      return t < slots.length ? slots[t] : -1;
    }
    if (t / pageSize() >= pagesPerSequence()) {
      return -1;
    }
    int page = page(row.sequence() * pagesPerSequence() + t / pageSize());
    return page < 0 ? -1 : (long) page * pageSize() + t % pageSize();
  }

  @Override
  public int keyHeads() {
    return 1;
  }

  @Override
  public double[] key(long slot, int keyHead) {
    return features(slot, keyWidth);
  }

  @Override
  public double[] value(long slot, int keyHead) {
    return features(slot, valueWidth);
  }

  @Override
  public int pageSize() {
    return cache.pageSize();
  }

  @Override
  public int pagesPerSequence() {
    return listed.length > 0 ? 0 : cache.pagesPerSequence();
  }

  @Override
  public int page(int index) {
    return index >= 0 && index < cache.pageTable().length ? cache.pageTable()[index] : -1;
  }

  @Override
  public Result result(double[] out, double[] lse) {
    return results.apply(out, lse);
  }

  private double[] features(long slot, int width) {
    if (!exists(slot)) {
      return AttentionProblem.nan(width);
    }
    double[] features = new double[width];
    cache.readSlot(slot, 0, width, features, 0);
    return features;
  }

  static double[] read(Elements elements, long first, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = elements.get(first + i);
    }
    return values;
  }
}
