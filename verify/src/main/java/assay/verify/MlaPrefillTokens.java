package assay.verify;

import assay.numerics.Elements;
import assay.spec.MlaPrefill.Problem;
import java.util.Arrays;
import java.util.List;

/** {@link AttentionTokens} of {@link assay.spec.MlaPrefill}. */
final class MlaPrefillTokens implements AttentionTokens<Problem> {

  @Override
  public int tokens(Problem problem) {
    return problem.tokens();
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
  public int visible(Problem problem, int token) {
    int b = sequence(problem, token);
    return problem.visible(b, token - problem.queryStarts()[b]);
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
    long at = (long) row(problem, token, head, t) * problem.keyWidth();
    return problem.keys().slice(at, problem.keyWidth()).toDoubles();
  }

  @Override
  public double[] value(Problem problem, int token, int head, int t) {
    long at = (long) row(problem, token, head, t) * problem.valueWidth();
    return problem.values().slice(at, problem.valueWidth()).toDoubles();
  }

  @Override
  public Problem choose(Problem problem, List<Choice> choices) {
    int[] tokens = choices.stream().mapToInt(Choice::token).toArray();
    int[] queryStarts = new int[tokens.length + 1];
    Arrays.setAll(queryStarts, b -> b);
    int[] keyStarts = new int[tokens.length + 1];
    for (int i = 0; i < tokens.length; i++) {
      keyStarts[i + 1] = keyStarts[i] + choices.get(i).keys().length;
    }
    int[] keys =
        choices.stream()
            .flatMapToInt(choice -> {
              int first = problem.keyStarts()[sequence(problem, choice.token())];
              return Arrays.stream(choice.keys()).map(t -> first + t);
            })
            .toArray();
    int heads = problem.heads();
    return new Problem(
        heads,
        problem.keyWidth(),
        problem.valueWidth(),
        queryStarts,
        keyStarts,
        ElementRows.gather(problem.query(), heads * problem.keyWidth(), tokens),
        ElementRows.gather(problem.keys(), heads * problem.keyWidth(), keys),
        ElementRows.gather(problem.values(), heads * problem.valueWidth(), keys),
        problem.scale(),
        false);
  }

  @Override
  public Problem withHeads(Problem problem, int... order) {
    int[] queries = ElementRows.headRows(problem.tokens(), problem.heads(), order);
    int keyTokens = problem.keyStarts()[problem.batch()];
    int[] keys = ElementRows.headRows(keyTokens, problem.heads(), order);
    return new Problem(
        order.length,
        problem.keyWidth(),
        problem.valueWidth(),
        problem.queryStarts(),
        problem.keyStarts(),
        ElementRows.gather(problem.query(), problem.keyWidth(), queries),
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
      for (int head = 0; head < problem.heads(); head++) {
        for (int t = 0; t < problem.keys(b); t++) {
          long row = (problem.keyStarts()[b] + (long) t) * problem.heads() + head;
          Elements key = keys.slice(row * problem.keyWidth(), problem.keyWidth());
          Elements value = values.slice(row * problem.valueWidth(), problem.valueWidth());
          ElementRows.edit(edit, t, problem.keys(b), key, value);
        }
      }
    }
    return with(problem, problem.query(), keys, values, problem.scale());
  }

  @Override
  public Problem withNanKey(Problem problem, int token, int t) {
    Elements keys = ElementRows.copy(problem.keys());
    for (int head = 0; head < problem.heads(); head++) {
      keys.set((long) row(problem, token, head, t) * problem.keyWidth(), Double.NaN);
    }
    return with(problem, problem.query(), keys, problem.values(), problem.scale());
  }

  static int sequence(Problem problem, int token) {
    int b = 0;
    while (token >= problem.queryStarts()[b + 1]) {
      b++;
    }
    return b;
  }

  private static int row(Problem problem, int token, int head, int t) {
    return (problem.keyStarts()[sequence(problem, token)] + t) * problem.heads() + head;
  }

  static Problem with(
      Problem problem, Elements query, Elements keys, Elements values, float scale) {
    return new Problem(
        problem.heads(),
        problem.keyWidth(),
        problem.valueWidth(),
        problem.queryStarts(),
        problem.keyStarts(),
        query,
        keys,
        values,
        scale,
        problem.causal());
  }
}
