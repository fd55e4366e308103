package assay.verify.diagnosis;

import assay.numerics.Elements;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.PageTable;
import assay.spec.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Attention whose key heads have keys and values of their own, in pages or one after another. */
record HeadedProblem(
    List<QueryRow> rows,
    int heads,
    int keyHeads,
    int keyWidth,
    int valueWidth,
    double scale,
    Elements queries,
    Elements keys,
    Elements values,
    Optional<PageTable> table,
    int[] starts,
    BiFunction<double[], double[], Result> results)
    implements AttentionProblem {

  static HeadedProblem of(MhaDecode.Problem problem) {
    List<QueryRow> rows = new ArrayList<>();
    for (int i = 0; i < problem.rows(); i++) {
      int s = i / problem.heads() % problem.queryTokens();
      int b = i / problem.heads() / problem.queryTokens();
      rows.add(
          new QueryRow(
              i,
              b,
              s,
              problem.queryTokens(),
              i % problem.heads(),
              problem.table().lengths()[b],
              problem.visible(b, s),
              Double.NEGATIVE_INFINITY));
    }
    return new HeadedProblem(
        rows,
        problem.heads(),
        problem.keyValueHeads(),
        problem.keyWidth(),
        problem.valueWidth(),
        problem.scale(),
        problem.query(),
        problem.keys(),
        problem.values(),
        Optional.of(problem.table()),
        new int[problem.batch() + 1],
        (out, lse) -> MhaDecode.result(problem, out, lse));
  }

  static HeadedProblem of(MlaPrefill.Problem problem) {
    List<QueryRow> rows = new ArrayList<>();
    for (int b = 0; b + 1 < problem.queryStarts().length; b++) {
      int tokens = problem.queryStarts()[b + 1] - problem.queryStarts()[b];
      int length = problem.keyStarts()[b + 1] - problem.keyStarts()[b];
      for (int i = 0; i < tokens * problem.heads(); i++) {
        int s = i / problem.heads();
        int hidden = problem.causal() ? tokens - 1 - s : 0;
        int visible = Math.max(0, length - hidden);
        rows.add(
            new QueryRow(
                rows.size(),
                b,
                s,
                tokens,
                i % problem.heads(),
                length,
                visible,
                Double.NEGATIVE_INFINITY));
      }
    }
    return new HeadedProblem(
        rows,
        problem.heads(),
        problem.heads(),
        problem.keyWidth(),
        problem.valueWidth(),
        problem.scale(),
        problem.query(),
        problem.keys(),
        problem.values(),
        Optional.empty(),
        problem.keyStarts(),
        (out, lse) -> MlaPrefill.result(problem, out, lse));
  }

  @Override
  public int latent() {
    return keyWidth / 2;
  }

  @Override
  public double[] query(QueryRow row) {
    return LatentProblem.read(queries, (long) row.index() * keyWidth, keyWidth);
  }

  @Override
  public long slots() {
    return keys.count() / ((long) keyHeads * keyWidth);
  }

  @Override
  public long slot(QueryRow row, int t) {
    if (table.isEmpty()) {
      return (long) starts[row.sequence()] + t;
    }
    if (t / pageSize() >= pagesPerSequence()) {
      return -1;
    }
    int page = page(row.sequence() * pagesPerSequence() + t / pageSize());
    return page < 0 ? -1 : (long) page * pageSize() + t % pageSize();
  }

  @Override
  public double[] key(long slot, int keyHead) {
    return exists(slot)
        ? LatentProblem.read(keys, (slot * keyHeads + keyHead) * keyWidth, keyWidth)
        : AttentionProblem.nan(keyWidth);
  }

  @Override
  public double[] value(long slot, int keyHead) {
    return exists(slot)
        ? LatentProblem.read(values, (slot * keyHeads + keyHead) * valueWidth, valueWidth)
        : AttentionProblem.nan(valueWidth);
  }

  @Override
  public int pageSize() {
    return table.map(PageTable::pageSize).orElse(1);
  }

  @Override
  public int pagesPerSequence() {
    return table.map(PageTable::pagesPerSequence).orElse(0);
  }

  @Override
  public int batch() {
    return starts.length - 1;
  }

  @Override
  public int page(int index) {
    return table
        .filter(pages -> index >= 0 && index < pages.entries().length)
        .map(pages -> pages.entries()[index])
        .orElse(-1);
  }

  @Override
  public Result result(double[] out, double[] lse) {
    return results.apply(out, lse);
  }
}
