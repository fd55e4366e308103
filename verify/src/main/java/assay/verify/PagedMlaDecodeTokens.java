package assay.verify;

import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** {@link AttentionTokens} of {@link assay.spec.PagedMlaDecode}. */
final class PagedMlaDecodeTokens implements AttentionTokens<Problem> {

  @Override
  public int tokens(Problem problem) {
    return problem.batch() * problem.queryTokens();
  }

  @Override
  public int heads(Problem problem) {
    return problem.heads();
  }

  @Override
  public int keyWidth(Problem problem) {
    return problem.width();
  }

  @Override
  public int valueWidth(Problem problem) {
    return problem.latent();
  }

  @Override
  public int seam(Problem problem) {
    return problem.latent();
  }

  @Override
  public int pageSize(Problem problem) {
    return problem.cache().pageSize();
  }

  @Override
  public int visible(Problem problem, int token) {
    return problem.visible(token / problem.queryTokens(), token % problem.queryTokens());
  }

  @Override
  public float scale(Problem problem) {
    return problem.scale();
  }

  @Override
  public Elements query(Problem problem) {
    return problem.query();
  }

  @Override
  public Problem withQuery(Problem problem, Elements query, float scale) {
    return problem.withQuery(query, scale);
  }

  @Override
  public double[] key(Problem problem, int token, int head, int t) {
    return problem.cache().read(token / problem.queryTokens(), t);
  }

  @Override
  public double[] value(Problem problem, int token, int head, int t) {
    return Arrays.copyOf(key(problem, token, head, t), problem.latent());
  }

  @Override
  public Problem choose(Problem problem, List<Choice> choices) {
    return choose(problem, choices, problem.cache().pageSize());
  }

  /** As {@link #choose(Problem, List)}, in pages of another size. */
  static Problem choose(Problem problem, List<Choice> choices, int pageSize) {
    int[] tokens = choices.stream().mapToInt(Choice::token).toArray();
    Elements query = ElementRows.gather(problem.query(), problem.heads() * problem.width(), tokens);
    return new Problem(
        1,
        problem.heads(),
        problem.latent(),
        problem.rope(),
        query,
        cache(problem, choices, pageSize),
        problem.scale(),
        false);
  }

  private static PagedLatentCache cache(Problem problem, List<Choice> choices, int pageSize) {
    PagedLatentCache old = problem.cache();
    ChosenPages pages = ChosenPages.of(choices, pageSize);
    MemorySegment pool = LatentSlots.pool(old.layout(), pageSize, pages.count(), LatentSlots.NAN);
    for (int i = 0; i < choices.size(); i++) {
      int b = choices.get(i).token() / problem.queryTokens();
      int[] keys = choices.get(i).keys();
      for (int t = 0; t < keys.length; t++) {
        LatentSlots.copy(old, old.slot(b, keys[t]), pool, pageSize, pages.slot(i, t));
      }
    }
    return new PagedLatentCache(
        pageSize, old.layout(), pool, pages.perSequence(), pages.table(), pages.lengths());
  }

  @Override
  public Problem withHeads(Problem problem, int... order) {
    int[] rows = ElementRows.headRows(tokens(problem), problem.heads(), order);
    return new Problem(
        problem.queryTokens(),
        order.length,
        problem.latent(),
        problem.rope(),
        ElementRows.gather(problem.query(), problem.width(), rows),
        problem.cache(),
        problem.scale(),
        problem.causal());
  }

  @Override
  public Problem withKeys(Problem problem, KeyEdit edit) {
    PagedLatentCache cache = LatentSlots.copy(problem.cache());
    for (int b = 0; b < cache.batch(); b++) {
      int length = cache.lengths()[b];
      for (int t = 0; t < length; t++) {
        double[] features = problem.cache().read(b, t);
        edit.edit(t, length, features, features);
        LatentSlots.write(cache, cache.slot(b, t), features);
      }
    }
    return problem.withCache(cache);
  }

  @Override
  public Problem withNanKey(Problem problem, int token, int t) {
    PagedLatentCache cache = LatentSlots.copy(problem.cache());
    LatentSlots.poison(cache, cache.slot(token / problem.queryTokens(), t));
    return problem.withCache(cache);
  }
}
