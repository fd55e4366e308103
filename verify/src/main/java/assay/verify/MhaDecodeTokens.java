package assay.verify;

import assay.numerics.Elements;
import assay.spec.MhaDecode.Problem;
import assay.spec.PageTable;
import java.util.Arrays;
import java.util.List;

/** {@link AttentionTokens} of {@link assay.spec.MhaDecode}. */
final class MhaDecodeTokens implements AttentionTokens<Problem> {

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
    return problem.keyWidth();
  }

  @Override
  public int valueWidth(Problem problem) {
    return problem.valueWidth();
  }

  @Override
  public int pageSize(Problem problem) {
    return problem.table().pageSize();
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
    return with(problem, query, problem.keys(), problem.values(), scale);
  }

  @Override
  public double[] key(Problem problem, int token, int head, int t) {
    long at = problem.keyOffset(token / problem.queryTokens(), t, head / problem.groupSize());
    return problem.keys().slice(at, problem.keyWidth()).toDoubles();
  }

  @Override
  public double[] value(Problem problem, int token, int head, int t) {
    long at = problem.valueOffset(token / problem.queryTokens(), t, head / problem.groupSize());
    return problem.values().slice(at, problem.valueWidth()).toDoubles();
  }

  @Override
  public Problem choose(Problem problem, List<Choice> choices) {
    int pageSize = problem.table().pageSize();
    ChosenPages pages = ChosenPages.of(choices, pageSize);
    int[] slots = new int[pages.count() * pageSize];
    Arrays.fill(slots, ElementRows.NONE);
    for (int i = 0; i < choices.size(); i++) {
      int b = choices.get(i).token() / problem.queryTokens();
      int[] keys = choices.get(i).keys();
      for (int t = 0; t < keys.length; t++) {
        slots[pages.slot(i, t)] = Math.toIntExact(problem.table().slot(b, keys[t]));
      }
    }
    PageTable table =
        new PageTable(pageSize, pages.count(), pages.perSequence(), pages.table(), pages.lengths());
    return chosen(problem, choices, table, slots);
  }

  private static Problem chosen(
      Problem problem, List<Choice> choices, PageTable table, int... slots) {
    int[] tokens = choices.stream().mapToInt(Choice::token).toArray();
    int groups = problem.keyValueHeads();
    return new Problem(
        1,
        problem.heads(),
        groups,
        problem.keyWidth(),
        problem.valueWidth(),
        ElementRows.gather(problem.query(), problem.heads() * problem.keyWidth(), tokens),
        table,
        ElementRows.gather(problem.keys(), groups * problem.keyWidth(), slots),
        ElementRows.gather(problem.values(), groups * problem.valueWidth(), slots),
        problem.scale(),
        false);
  }

  /** Each head has a key and a value of its own then: G = H. */
  @Override
  public Problem withHeads(Problem problem, int... order) {
    int[] groups = Arrays.stream(order).map(h -> h / problem.groupSize()).toArray();
    int[] queries = ElementRows.headRows(tokens(problem), problem.heads(), order);
    int slots = Math.toIntExact(problem.table().slots());
    int[] keys = ElementRows.headRows(slots, problem.keyValueHeads(), groups);
    return new Problem(
        problem.queryTokens(),
        order.length,
        order.length,
        problem.keyWidth(),
        problem.valueWidth(),
        ElementRows.gather(problem.query(), problem.keyWidth(), queries),
        problem.table(),
        ElementRows.gather(problem.keys(), problem.keyWidth(), keys),
        ElementRows.gather(problem.values(), problem.valueWidth(), keys),
        problem.scale(),
        problem.causal());
  }

  @Override
  public Problem withKeys(Problem problem, KeyEdit edit) {
    Elements keys = ElementRows.copy(problem.keys());
    Elements values = ElementRows.copy(problem.values());
    for (int b = 0; b < problem.batch(); b++) {
      int length = problem.table().lengths()[b];
      for (int g = 0; g < problem.keyValueHeads(); g++) {
        for (int t = 0; t < length; t++) {
          Elements key = keys.slice(problem.keyOffset(b, t, g), problem.keyWidth());
          Elements value = values.slice(problem.valueOffset(b, t, g), problem.valueWidth());
          ElementRows.edit(edit, t, length, key, value);
        }
      }
    }
    return with(problem, problem.query(), keys, values, problem.scale());
  }

  @Override
  public Problem withNanKey(Problem problem, int token, int t) {
    Elements keys = ElementRows.copy(problem.keys());
    for (int g = 0; g < problem.keyValueHeads(); g++) {
      keys.set(problem.keyOffset(token / problem.queryTokens(), t, g), Double.NaN);
    }
    return with(problem, problem.query(), keys, problem.values(), problem.scale());
  }

  static Problem with(
      Problem problem, Elements query, Elements keys, Elements values, float scale) {
    return new Problem(
        problem.queryTokens(),
        problem.heads(),
        problem.keyValueHeads(),
        problem.keyWidth(),
        problem.valueWidth(),
        query,
        problem.table(),
        keys,
        values,
        scale,
        problem.causal());
  }
}
