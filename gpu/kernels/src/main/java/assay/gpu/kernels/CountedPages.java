package assay.gpu.kernels;

/**
 * The pages of a pool, and how many sequences refer to each. Freed ones are handed out before fresh
 * ones, last freed first.
 *
 * <p>Not final, so that tests can plant bugs.
 */
class CountedPages {

  private final int[] references;
  private final int[] freed;
  private int freedCount;
  private int fresh;

  CountedPages(int pages) {
    this.references = new int[pages];
    this.freed = new int[pages];
  }

  final int unused() {
    return references.length - used();
  }

  final int used() {
    return fresh - freedCount;
  }

  final boolean isShared(int page) {
    return references[page] > 1;
  }

  /** A page that nobody refers to, for one sequence; there must be one. */
  int take() {
    int page = freedCount > 0 ? freed[--freedCount] : fresh++;
    references[page] = 1;
    return page;
  }

  /** One sequence more has the page. */
  void refer(int page) {
    references[page]++;
  }

  /** One sequence less has it; after the last it is free. */
  void release(int page) {
    if (--references[page] == 0) {
      free(page);
    }
  }

  final void free(int page) {
    freed[freedCount++] = page;
  }
}
