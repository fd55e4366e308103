package assay.golden.cache;

/**
 * Which pages are free, and how many sequences refer to each of the others.
 *
 * <p>Freed pages are handed out again before fresh ones, last freed first: what was just read is
 * still in a cache.
 */
class PageCounts {

  private final int[] references;
  private final int[] freed;
  private int freedCount;
  private int fresh;
  private int shared;
  private int highWater;
  private long taken;
  private long reused;

  PageCounts(int pages) {
    this.references = new int[pages];
    this.freed = new int[pages];
  }

  int free() {
    return references.length - used();
  }

  int used() {
    return fresh - freedCount;
  }

  /** Pages with more than one reference. */
  int shared() {
    return shared;
  }

  int highWater() {
    return highWater;
  }

  /** Pages handed out since the beginning. */
  long taken() {
    return taken;
  }

  /** Of these, pages that had been used before. */
  long reused() {
    return reused;
  }

  int references(int page) {
    return references[page];
  }

  boolean isShared(int page) {
    return references[page] > 1;
  }

  /** A free page, now with one reference; the caller has checked that there is one. */
  int take() {
    int page = freedCount > 0 ? freed[--freedCount] : fresh;
    if (page == fresh) {
      fresh++;
    } else {
      reused++;
    }
    taken++;
    references[page] = 1;
    highWater = Math.max(highWater, used());
    return page;
  }

  void addReference(int page) {
    if (++references[page] == 2) {
      shared++;
    }
  }

  /** Gives back one reference; the last one frees the page. */
  void release(int page) {
    if (--references[page] == 1) {
      shared--;
    }
    if (references[page] == 0) {
      free(page);
    }
  }

  void free(int page) {
    freed[freedCount++] = page;
  }
}
