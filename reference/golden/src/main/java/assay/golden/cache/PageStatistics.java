package assay.golden.cache;

/**
 * What a paged cache holds at one moment. Slots are counted in one layer, bytes in all.
 *
 * @param layout bytes of a page
 * @param pages pages in the pool
 * @param sequences live sequences
 * @param usedPages pages that a sequence refers to
 * @param sharedPages of these, pages that several refer to
 * @param highWaterPages the most that have been in use at once
 * @param liveSlots slots that hold a token; a shared one counts once
 * @param takenPages pages handed out since the beginning
 * @param reusedPages of these, pages that had been freed before
 * @param copiedPages of these, copies of a shared page that a sequence was to write to
 */
public record PageStatistics(
    PageLayout layout,
    int pages,
    int sequences,
    int usedPages,
    int sharedPages,
    int highWaterPages,
    long liveSlots,
    long takenPages,
    long reusedPages,
    long copiedPages) {

  /** Pages that no sequence refers to. */
  public int freePages() {
    return pages - usedPages;
  }

  /** Slots of used pages that hold nothing. */
  public long unusedSlots() {
    return (long) usedPages * layout.pageSize() - liveSlots;
  }

  /** Bytes that hold tokens: slots · bytes per slot · layers. */
  public long bytesLive() {
    return liveSlots * layout.slotBytes() * layout.layers();
  }

  /** Bytes of used pages, padding included. */
  public long bytesHeld() {
    return layout.bytes(usedPages);
  }

  /** The most bytes that have been held at once. */
  public long highWaterBytes() {
    return layout.bytes(highWaterPages);
  }

  /** Internal fragmentation: unused slots / live slots; 0 when nothing is in use. */
  public double fragmentation() {
    return usedPages == 0 ? 0 : unusedSlots() / (double) liveSlots;
  }

  /** Bytes held beyond the live ones / live bytes: fragmentation and padding. */
  public double overhead() {
    return usedPages == 0 ? 0 : (bytesHeld() - bytesLive()) / (double) bytesLive();
  }
}
