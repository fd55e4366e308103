package assay.spec;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which tokens of each sequence enter a layer together: a prefill chunk, then decode steps.
 *
 * <p>The tokens of a sequence are consecutive rows and begin at position 0; sequences follow one
 * another. {@code {{17, 1, 3}, {2}}} is 21 tokens of one sequence and 2 of another.
 *
 * @param steps tokens per step of each sequence, at least 1 each; not copied
 */
public record TokenSchedule(int[]... steps) {

  public TokenSchedule {
    for (int b = 0; b < steps.length; b++) {
      for (int i = 0; i < steps[b].length; i++) {
        Require.atLeast("steps[%d][%d]".formatted(b, i), steps[b][i], 1);
      }
    }
  }

  /** B. */
  public int batch() {
    return steps.length;
  }

  /** N, over all sequences. */
  public int tokens() {
    return firstRow(batch());
  }

  /** Tokens of sequence {@code b}. */
  public int tokens(int b) {
    return Math.toIntExact(Arrays.stream(steps[b]).asLongStream().sum());
  }

  /** The row of sequence {@code b}'s token 0. */
  public int firstRow(int b) {
    return Math.toIntExact(IntStream.range(0, b).mapToLong(this::tokens).sum());
  }

  /** The same tokens, each sequence in one step. */
  public TokenSchedule atOnce() {
    return new TokenSchedule(
        IntStream.range(0, batch())
            .mapToObj(b -> tokens(b) == 0 ? new int[0] : new int[] {tokens(b)})
            .toArray(int[][]::new));
  }

  /** The same tokens, one after another. */
  public TokenSchedule oneByOne() {
    return new TokenSchedule(
        IntStream.range(0, batch())
            .mapToObj(b -> IntStream.generate(() -> 1).limit(tokens(b)).toArray())
            .toArray(int[][]::new));
  }
}
