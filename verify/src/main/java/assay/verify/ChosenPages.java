package assay.verify;

import java.util.Arrays;
import java.util.List;

/**
 * Pages for chosen keys, a sequence for each choice, in a pool where they lie in reverse order with
 * a page to spare.
 *
 * <p>Table entries past a sequence's last page lie far outside the pool.
 */
record ChosenPages(int pageSize, int count, int perSequence, int[] table, int[] lengths) {

  /** What FlashMLA's tests put past a sequence's last page. */
  static final int ABSURD_PAGE = 2_147_480_000;

  static ChosenPages of(List<Choice> choices, int pageSize) {
    int[] lengths = choices.stream().mapToInt(choice -> choice.keys().length).toArray();
    int longest = Arrays.stream(lengths).max().orElse(0);
    int perSequence = Math.ceilDiv(longest, pageSize) + 1;
    int[] table = new int[lengths.length * perSequence];
    Arrays.fill(table, ABSURD_PAGE);
    int count = Arrays.stream(lengths).map(length -> Math.ceilDiv(length, pageSize)).sum() + 1;
    int next = count;
    for (int i = 0; i < lengths.length; i++) {
      for (int page = 0; page < Math.ceilDiv(lengths[i], pageSize); page++) {
        table[i * perSequence + page] = --next;
      }
    }
    return new ChosenPages(pageSize, count, perSequence, table, lengths);
  }

  /** The slot of key {@code t} of choice {@code i}. */
  int slot(int i, int t) {
    return table[i * perSequence + t / pageSize] * pageSize + t % pageSize;
  }
}
