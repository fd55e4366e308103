package assay.verify.diagnosis;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.LatentLayout;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Absorbed decode, over all keys or over listed ones: one latent for all heads.
 *
 * @param decoded slots that were read before
 */
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
    Optional<Listing> listing,
    BiFunction<double[], double[], Result> results,
    Map<Long, double[]> decoded)
    implements AttentionProblem {

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
        Optional.empty(),
        (out, lse) -> PagedMlaDecode.result(problem, out, lse),
        new HashMap<>());
  }

  static LatentProblem of(SparseMlaDecode.Problem problem) {
    long pool = (long) problem.cache().pages() * problem.cache().pageSize();
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
        Optional.of(new Listing(problem.selection(), pool)),
        (out, lse) -> SparseMlaDecode.result(problem, out, lse),
        new HashMap<>());
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
    if (listing.isPresent()) {
      int[] slots = listing.get().listed(row.index() / heads);
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
  public double[] scales(long slot) {
    LatentLayout layout = cache.layout();
    if (layout.latentFormat() != FloatFormat.FP8_E4M3 || !exists(slot)) {
      return new double[0];
    }
    long page = slot / pageSize() * cache.bytesPerPage();
    double[] scales = new double[keyWidth];
    for (int i = 0; i < keyWidth; i++) {
      int place = (int) (slot % pageSize());
      scales[i] =
          i < layout.latent()
              ? layout.scale(cache.bytes(), page, pageSize(), place, i / layout.tile())
              : layout.ropeScale();
    }
    return scales;
  }

  @Override
  public int tile() {
    return cache.layout().tile();
  }

  @Override
  public int pageSize() {
    return cache.pageSize();
  }

  @Override
  public int pagesPerSequence() {
    return listing.isPresent() ? 0 : cache.pagesPerSequence();
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
    return Arrays.copyOf(decoded.computeIfAbsent(slot, this::decode), width);
  }

  private double[] decode(long slot) {
    double[] features = new double[keyWidth];
    cache.readSlot(slot, 0, keyWidth, features, 0);
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
