package assay.verify;

import assay.numerics.Elements;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the laws of attention ask of an operator's problems, so that one law serves them all.
 *
 * <p>A token is a query token, counted over the whole batch; a row is a token and a head, heads
 * innermost. Keys of a token are those it sees, from 0.
 *
 * @param <P> the operator's problem
 */
interface AttentionTokens<P> {

  int tokens(P problem);

  int heads(P problem);

  int keyWidth(P problem);

  int valueWidth(P problem);

  /** How many keys {@code token} sees. */
  int visible(P problem, int token);

  /** Where the query's parts meet that a kernel may treat apart: features before it, and after. */
  default int seam(P problem) {
    return keyWidth(problem) / 2;
  }

  /** Keys at a page's edge are worth a look; 1 where there are no pages. */
  default int pageSize(P problem) {
    return 1;
  }

  float scale(P problem);

  /** [tokens, heads, keyWidth]. */
  Elements query(P problem);

  P withQuery(P problem, Elements query, float scale);

  /** The features of a key. */
  double[] key(P problem, int token, int head, int t);

  /** The features of a value. */
  double[] value(P problem, int token, int head, int t);

  /**
   * A problem in which token i is {@code choices[i].token}, a sequence of its own, over its keys.
   */
  P choose(P problem, List<Choice> choices);

  /** A problem in which head i is head {@code order[i]}; a head may come twice, or not at all. */
  P withHeads(P problem, int... order);

  /** A problem with other keys and values, rounded and scaled as their format does it. */
  P withKeys(P problem, KeyEdit edit);

  /** The last feature of every key, and the first of every value, is {@code number}. */
  default P withConstant(P problem, double number) {
    return withKeys(
        problem,
        (t, length, key, value) -> {
          key[key.length - 1] = number;
          value[0] = number;
        });
  }

  /**
   * A problem in which visible key {@code t} of {@code token}, of every head, begins with a NaN.
   */
  P withNanKey(P problem, int token, int t);

  /** Whether a logit without a value takes part in the normaliser of {@code head}. */
  default boolean sink(P problem, int head) {
    return false;
  }

  /** The problem with no such logit. */
  default P withoutSinks(P problem) {
    return problem;
  }

  default int rows(P problem) {
    return tokens(problem) * heads(problem);
  }

  /** Every token with all of its keys. */
  default List<Choice> whole(P problem) {
    return IntStream.range(0, tokens(problem))
        .mapToObj(token -> Choice.first(token, visible(problem, token)))
        .toList();
  }
}
