package assay.spec;

import java.util.Arrays;

/**
 * Which slots of a pool of pages each sequence's keys lie in: key t of sequence b in slot t mod P
 * of page {@code entries[b, t / P]}.
 *
 * <p>Entries past a sequence's last page may hold anything and are never read.
 *
 * @param pageSize P, at least 1
 * @param pages pages in the pool
 * @param pagesPerSequence entries per row
 * @param entries [B, pagesPerSequence]; not copied
 * @param lengths [B] keys per sequence; not copied
 */
public record PageTable(
    int pageSize, int pages, int pagesPerSequence, int[] entries, int[] lengths) {

  public PageTable {
    Require.atLeast("pageSize", pageSize, 1);
    Require.atLeast("pages", pages, 0);
    Require.atLeast("pagesPerSequence", pagesPerSequence, 0);
    Require.length("pageTable", entries.length, (long) lengths.length * pagesPerSequence);
    for (int b = 0; b < lengths.length; b++) {
      requireReachable(b, lengths[b], pageSize, pages, pagesPerSequence, entries);
    }
  }

  /** One page of {@code capacity} slots for each sequence, in order: a cache [B, capacity, ..]. */
  public static PageTable contiguous(int capacity, int... lengths) {
    int[] entries = new int[lengths.length];
    Arrays.setAll(entries, b -> b);
    return new PageTable(capacity, lengths.length, 1, entries, lengths);
  }

  /** B, the number of sequences. */
  public int batch() {
    return lengths.length;
  }

  /** Slots in the pool. */
  public long slots() {
    return (long) pages * pageSize;
  }

  /** The slot of key {@code t} of sequence {@code b}. */
  public long slot(int b, int t) {
    return (long) entries[b * pagesPerSequence + t / pageSize] * pageSize + t % pageSize;
  }

  private static void requireReachable(
      int b, int length, int pageSize, int pages, int pagesPerSequence, int[] entries) {
    Require.atLeast("lengths[" + b + "]", length, 0);
    int used = Math.ceilDiv(length, pageSize);
    if (used > pagesPerSequence) {
      throw new IllegalArgumentException(
          "lengths[%d] is %d; the page table has room for %d"
              .formatted(b, length, (long) pagesPerSequence * pageSize));
    }
    for (int i = 0; i < used; i++) {
      int page = entries[b * pagesPerSequence + i];
      if (page < 0 || page >= pages) {
        throw new IllegalArgumentException(
            "pageTable[%d, %d] is %d; it must be in [0, %d)".formatted(b, i, page, pages));
      }
    }
  }
}
