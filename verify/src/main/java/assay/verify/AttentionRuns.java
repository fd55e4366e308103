package assay.verify;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Runs of a subject on problems of attention, and what may be said of two of them.
 *
 * @param <P> the operator's problem
 */
record AttentionRuns<P>(Checks<P> checks, AttentionTokens<P> tokens) {

  /** Laws that run tokens anew take at most this many of a problem. */
  private static final int SAMPLE = 4;

  AttentionRows rows(P problem) {
    return AttentionRows.of(
        checks.run(problem), checks.expect(problem), tokens.valueWidth(problem));
  }

  /** Rows that a subject may have promised the same bits for. */
  Finding same(AttentionRows first, AttentionRows second) {
    return checks.subject().bitwise()
        ? Checks.sameBits(first.result(), second.result())
        : AttentionRows.agree(first, second);
  }

  /** Some tokens of the problem, in random order. */
  int[] sample(P problem, long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(tokens.tokens(problem), seed);
    return Arrays.copyOf(order, Math.min(SAMPLE, order.length));
  }

  List<Choice> whole(P problem, int... chosen) {
    List<Choice> whole = tokens.whole(problem);
    return Arrays.stream(chosen).mapToObj(whole::get).toList();
  }

  /** The token that sees most keys, the first of several; −1 where there is no token. */
  int longest(P problem) {
    int longest = -1;
    for (int token = 0; token < tokens.tokens(problem); token++) {
      if (longest < 0 || tokens.visible(problem, token) > tokens.visible(problem, longest)) {
        longest = token;
      }
    }
    return longest;
  }

  /** Random numbers below {@code bound}, {@code count} of them, each as often as it comes. */
  static int[] draw(int count, int bound, long seed) {
    return new SplittableRandom(seed).ints(count, 0, bound).toArray();
  }

  static int[] range(int first, int last) {
    return IntStream.range(first, last).toArray();
  }

  /** The first that failed, or else the last. */
  static Finding all(Finding... findings) {
    return Arrays.stream(findings)
        .reduce((first, second) -> first.failed() ? first : second)
        .orElseThrow();
  }
}
