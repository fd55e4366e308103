package assay.gpu.kernels;

import assay.gpu.device.OutOfDeviceMemory;

/**
 * Which page of a cache belongs to which sequences, kept on the host.
 *
 * <p>A page belongs to every sequence that refers to it. Tokens are written behind the last one of
 * a sequence; a shared page that would be written to is copied first.
 *
 * <p>What is refused changes nothing.
 */
final class PageBook {

  /** Copies a page's first slots. */
  @FunctionalInterface
  interface Copier {
    void copy(int from, int to, int slots);
  }

  private final int pageSize;
  private final int pagesPerSequence;
  private final Copier copier;
  private final CountedPages pages;

  PageBook(int pageSize, CountedPages pages, int pagesPerSequence, Copier copier) {
    this.pageSize = pageSize;
    this.pages = pages;
    this.pagesPerSequence = pagesPerSequence;
    this.copier = copier;
  }

  int freePages() {
    return pages.unused();
  }

  int usedPages() {
    return pages.used();
  }

  CachedSequence allocate() {
    return new CachedSequence(this, pagesPerSequence);
  }

  /** Makes room for {@code counts[b]} more tokens of each sequence, or of none. */
  void grow(Iterable<CachedSequence> sequences, int... counts) {
    int needed = 0;
    int b = 0;
    for (CachedSequence sequence : sequences) {
      requireLive(sequence);
      requireTableRoom(sequence, counts[b]);
      needed += needed(sequence, counts[b++]);
    }
    if (needed > freePages()) {
      throw new OutOfDeviceMemory(
          "the cache has %d free pages; %d are needed".formatted(freePages(), needed));
    }
    b = 0;
    for (CachedSequence sequence : sequences) {
      grow(sequence, counts[b++]);
    }
  }

  /** A second sequence with the first {@code tokens}, in the same pages. */
  CachedSequence share(CachedSequence sequence, int tokens) {
    requireLive(sequence);
    if (tokens < 0 || tokens > sequence.length()) {
      throw new IllegalArgumentException(
          "tokens is %d; it must be in [0, %d]".formatted(tokens, sequence.length()));
    }
    CachedSequence second = allocate();
    for (int i = 0; i < pagesFor(tokens); i++) {
      pages.refer(sequence.page(i));
      second.append(sequence.page(i));
    }
    second.setLength(tokens);
    return second;
  }

  void free(CachedSequence sequence) {
    requireLive(sequence);
    for (int i = sequence.pageCount() - 1; i >= 0; i--) {
      pages.release(sequence.page(i));
    }
    sequence.clear();
  }

  void requireLive(CachedSequence sequence) {
    if (!sequence.belongsTo(this)) {
      throw new IllegalArgumentException("the sequence belongs to another cache");
    }
    if (sequence.isFreed()) {
      throw new IllegalArgumentException("the sequence has been freed");
    }
  }

  private int pagesFor(int tokens) {
    return Math.ceilDiv(tokens, pageSize);
  }

  private int needed(CachedSequence sequence, int tokens) {
    int missing = pagesFor(sequence.length() + tokens) - sequence.pageCount();
    return missing + (writesShared(sequence, tokens) ? 1 : 0);
  }

  private boolean writesShared(CachedSequence sequence, int tokens) {
    return tokens > 0
        && sequence.length() % pageSize != 0
        && pages.isShared(sequence.page(sequence.pageCount() - 1));
  }

  private void grow(CachedSequence sequence, int tokens) {
    if (writesShared(sequence, tokens)) {
      int old = sequence.page(sequence.pageCount() - 1);
      int page = pages.take();
      copier.copy(old, page, sequence.length() % pageSize);
      pages.release(old);
      sequence.replaceLast(page);
    }
    int needed = pagesFor(sequence.length() + tokens);
    while (sequence.pageCount() < needed) {
      sequence.append(pages.take());
    }
    sequence.setLength(sequence.length() + tokens);
  }

  private void requireTableRoom(CachedSequence sequence, int tokens) {
    long room = Math.min(Integer.MAX_VALUE, (long) pagesPerSequence * pageSize);
    if (tokens < 0 || sequence.length() + (long) tokens > room) {
      throw new IllegalArgumentException(
          "a sequence of %d tokens cannot grow by %d; the page table has room for %d"
              .formatted(sequence.length(), tokens, room));
    }
  }
}
