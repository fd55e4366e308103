package assay.golden.cache;

/** Slots that hold a token of at least one sequence; a slot that several share counts once. */
final class LiveSlots {

  private LiveSlots() {}

  static long count(Iterable<PagedSequence> sequences, int pages, int pageSize) {
    int[] filled = new int[pages];
    for (PagedSequence sequence : sequences) {
      for (int i = 0; i < sequence.pageCount(); i++) {
        int page = sequence.page(i);
        int tokens = Math.min(pageSize, sequence.length() - i * pageSize);
        filled[page] = Math.max(filled[page], tokens);
      }
    }
    long slots = 0;
    for (int tokens : filled) {
      slots += tokens;
    }
    return slots;
  }
}
