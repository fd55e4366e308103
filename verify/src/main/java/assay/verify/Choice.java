package assay.verify;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A query token, and which of its visible keys it shall attend to, in which order.
 *
 * @param token counted over the batch
 * @param keys numbers among the token's visible keys; one listed twice counts twice
 */
record Choice(int token, int... keys) {

  /** The first {@code count} keys. */
  static Choice first(int token, int count) {
    return new Choice(token, IntStream.range(0, count).toArray());
  }

  /** Each key twice in a row. */
  Choice doubled() {
    return new Choice(token, Arrays.stream(keys).flatMap(t -> IntStream.of(t, t)).toArray());
  }

  /** The keys in another order. */
  Choice shuffled(long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(keys.length, seed);
    return new Choice(token, Arrays.stream(order).map(i -> keys[i]).toArray());
  }
}
