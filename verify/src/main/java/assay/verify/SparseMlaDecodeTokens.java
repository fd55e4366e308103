package assay.verify;

import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** {@link AttentionTokens} of {@link assay.spec.SparseMlaDecode}; keys are the valid entries. */
final class SparseMlaDecodeTokens implements AttentionTokens<Problem> {

  private static final int PAST_THE_COUNT = Integer.MAX_VALUE;

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
    return problem.valueWidth();
  }

  @Override
  public int seam(Problem problem) {
    return problem.latent();
  }

  @Override
  public int visible(Problem problem, int token) {
    return problem.slots(token).length;
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
    return with(problem, query, problem.cache(), scale);
  }

  @Override
  public double[] key(Problem problem, int token, int head, int t) {
    double[] features = new double[problem.width()];
    problem.cache().readSlot(problem.slots(token)[t], 0, features.length, features, 0);
    return features;
  }

  @Override
  public double[] value(Problem problem, int token, int head, int t) {
    return Arrays.copyOf(key(problem, token, head, t), problem.valueWidth());
  }

  @Override
  public Problem choose(Problem problem, List<Choice> choices) {
    int[] tokens = choices.stream().mapToInt(Choice::token).toArray();
    Elements query = ElementRows.gather(problem.query(), problem.heads() * problem.width(), tokens);
    return new Problem(
        tokens.length,
        1,
        problem.heads(),
        problem.latent(),
        problem.rope(),
        problem.valueWidth(),
        query,
        problem.cache(),
        selection(problem, choices),
        problem.sinks(),
        problem.scale());
  }

  private static Selection selection(Problem problem, List<Choice> choices) {
    int[] counts = choices.stream().mapToInt(choice -> choice.keys().length).toArray();
    int listed = Arrays.stream(counts).max().orElse(0) + 1;
    int[] indices = new int[counts.length * listed];
    Arrays.fill(indices, PAST_THE_COUNT);
    for (int i = 0; i < counts.length; i++) {
      int[] slots = problem.slots(choices.get(i).token());
      for (int t = 0; t < counts[i]; t++) {
        indices[i * listed + t] = slots[choices.get(i).keys()[t]];
      }
    }
    return new Selection(listed, indices, counts, problem.selection().rule());
  }

  @Override
  public Problem withHeads(Problem problem, int... order) {
    int[] rows = ElementRows.headRows(tokens(problem), problem.heads(), order);
    float[] sinks = new float[order.length];
    for (int h = 0; h < order.length; h++) {
      sinks[h] = problem.sinks()[order[h]];
    }
    return new Problem(
        problem.batch(),
        problem.queryTokens(),
        order.length,
        problem.latent(),
        problem.rope(),
        problem.valueWidth(),
        ElementRows.gather(problem.query(), problem.width(), rows),
        problem.cache(),
        problem.selection(),
        sinks,
        problem.scale());
  }

  /** Keys are counted as slots are listed for the first time. */
  @Override
  public Problem withKeys(Problem problem, KeyEdit edit) {
    PagedLatentCache cache = LatentSlots.copy(problem.cache());
    int[] listed = listed(problem);
    for (int t = 0; t < listed.length; t++) {
      double[] features = new double[problem.width()];
      problem.cache().readSlot(listed[t], 0, features.length, features, 0);
      edit.edit(t, listed.length, features, features);
      LatentSlots.write(cache, listed[t], features);
    }
    return with(problem, problem.query(), cache, problem.scale());
  }

  @Override
  public Problem withNanKey(Problem problem, int token, int t) {
    PagedLatentCache cache = LatentSlots.copy(problem.cache());
    LatentSlots.poison(cache, problem.slots(token)[t]);
    return with(problem, problem.query(), cache, problem.scale());
  }

  @Override
  public boolean sink(Problem problem, int head) {
    return problem.sinks()[head] != Float.NEGATIVE_INFINITY;
  }

  @Override
  public Problem withoutSinks(Problem problem) {
    return problem.withSinks(Problem.noSinks(problem.heads()));
  }

  /** Every slot that a token lists, once. */
  static int[] listed(Problem problem) {
    return IntStream.range(0, problem.batch() * problem.queryTokens())
        .flatMap(token -> Arrays.stream(problem.slots(token)))
        .distinct()
        .toArray();
  }

  /** Slots that nobody lists hold {@code filler}. */
  static Problem replaceUnlisted(Problem problem, byte filler) {
    PagedLatentCache old = problem.cache();
    MemorySegment pool = LatentSlots.pool(old.layout(), old.pageSize(), old.pages(), filler);
    for (int slot : listed(problem)) {
      LatentSlots.copy(old, slot, pool, old.pageSize(), slot);
    }
    return with(
        problem, problem.query(), old.withPool(pool, old.pageTable()), problem.scale());
  }

  static Problem with(Problem problem, Elements query, PagedLatentCache cache, float scale) {
    return new Problem(
        problem.batch(),
        problem.queryTokens(),
        problem.heads(),
        problem.latent(),
        problem.rope(),
        problem.valueWidth(),
        query,
        cache,
        problem.selection(),
        problem.sinks(),
        scale);
  }
}
