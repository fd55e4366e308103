package assay.gpu.kernels;

import java.util.Arrays;

/**
 * A sequence in a {@link DeviceLatentCache}: the pages that hold its tokens, in order, and how many
 * tokens there are. Only its cache changes it.
 */
public final class CachedSequence {

  /** In table entries past a sequence's last page. */
  static final int NO_PAGE = -1;

  private final PageBook owner;
  private final int[] pages;
  private int pageCount;
  private int length;
  private boolean freed;

  CachedSequence(PageBook owner, int pagesPerSequence) {
    this.owner = owner;
    this.pages = new int[pagesPerSequence];
    Arrays.fill(pages, NO_PAGE);
  }

  /** Tokens that it holds; 0 once freed. */
  public int length() {
    return length;
  }

  /** Pages that hold them. */
  public int pageCount() {
    return pageCount;
  }

  int page(int index) {
    return pages[index];
  }

  /** Its row of the page table. */
  int[] pages() {
    return pages;
  }

  boolean belongsTo(PageBook book) {
    return owner == book;
  }

  boolean isFreed() {
    return freed;
  }

  void append(int page) {
    pages[pageCount++] = page;
  }

  void replaceLast(int page) {
    pages[pageCount - 1] = page;
  }

  void setLength(int tokens) {
    length = tokens;
  }

  void clear() {
    Arrays.fill(pages, NO_PAGE);
    pageCount = 0;
    length = 0;
    freed = true;
  }
}
