package assay.spec;

/**
 * A paged cache of bf16 latent vectors, each followed by its roped key: D + R features a slot.
 *
 * <p>Key t of sequence b lies in slot t mod P of page {@code pageTable[b, t / P]}. Slots past a
 * length, pages in no sequence, and table entries past a sequence's last page may hold anything and
 * are never read.
 *
 * @param pageSize P, slots per page
 * @param width D + R, features per slot
 * @param pages pages in the pool
 * @param slots [pages, P, D + R] bf16; not copied
 * @param pagesPerSequence entries per row of the page table
 * @param pageTable [B, pagesPerSequence]; not copied
 * @param lengths [B] keys per sequence; not copied
 */
public record PagedLatentCache(
    int pageSize,
    int width,
    int pages,
    short[] slots,
    int pagesPerSequence,
    int[] pageTable,
    int[] lengths) {

  public PagedLatentCache {
    Require.atLeast("pageSize", pageSize, 1);
    Require.atLeast("width", width, 1);
    Require.atLeast("pages", pages, 0);
    Require.atLeast("pagesPerSequence", pagesPerSequence, 0);
    Require.length("slots", slots.length, (long) pages * pageSize * width);
    Require.length("pageTable", pageTable.length, (long) lengths.length * pagesPerSequence);
    for (int b = 0; b < lengths.length; b++) {
      requireReachable(b, lengths[b], pageSize, pages, pagesPerSequence, pageTable);
    }
  }

  /** B, the number of sequences. */
  public int batch() {
    return lengths.length;
  }

  /** Where the slot of key {@code t} of sequence {@code b} begins in {@link #slots}. */
  public int offset(int b, int t) {
    int page = pageTable[b * pagesPerSequence + t / pageSize];
    return (page * pageSize + t % pageSize) * width;
  }

  /** The same shape over other slots and table entries. */
  public PagedLatentCache withSlots(short[] newSlots, int[] newTable) {
    int newPages = newSlots.length / (pageSize * width);
    return new PagedLatentCache(
        pageSize, width, newPages, newSlots, pagesPerSequence, newTable, lengths);
  }

  /** The same pool with other sequences: {@code newTable} has a row for each of the lengths. */
  public PagedLatentCache withSequences(int[] newTable, int[] newLengths) {
    return new PagedLatentCache(
        pageSize, width, pages, slots, pagesPerSequence, newTable, newLengths);
  }

  private static void requireReachable(
      int b, int length, int pageSize, int pages, int pagesPerSequence, int[] pageTable) {
    Require.atLeast("lengths[" + b + "]", length, 0);
    int used = Math.ceilDiv(length, pageSize);
    if (used > pagesPerSequence) {
      throw new IllegalArgumentException(
          "lengths[%d] is %d; the page table has room for %d"
              .formatted(b, length, (long) pagesPerSequence * pageSize));
    }
    for (int i = 0; i < used; i++) {
      int page = pageTable[b * pagesPerSequence + i];
      if (page < 0 || page >= pages) {
        throw new IllegalArgumentException(
            "pageTable[%d, %d] is %d; it must be in [0, %d)".formatted(b, i, page, pages));
      }
    }
  }
}
