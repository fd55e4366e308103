package assay.golden.cache;

import java.util.Arrays;

/**
 * A sequence in a paged cache: which pages hold its tokens, in order, and how many tokens there
 * are. Only its {@link PageAllocator} changes it.
 */
public final class PagedSequence {

  /** In table entries past a sequence's last page. */
  static final int NO_PAGE = -1;

  private final PageAllocator owner;
  private final int[] pages;
  private int pageCount;
  private int length;
  private boolean freed;

  PagedSequence(PageAllocator owner, int pagesPerSequence) {
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

  /**
   * The number of page {@code index}, from 0.
   *
   * @throws IllegalArgumentException if it has fewer pages
   */
  public int page(int index) {
    Checks.between("index", index, 0, pageCount - 1L);
    return pages[index];
  }

  @SuppressWarnings("ReferenceEquality") // allocators have identity
  boolean belongsTo(PageAllocator allocator) {
    return owner == allocator;
  }

  boolean isFreed() {
    return freed;
  }

  int lastPage() {
    return pages[pageCount - 1];
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

  /** Its row of the page table. */
  void copyRow(int[] table, int at) {
    System.arraycopy(pages, 0, table, at, pages.length);
  }

  void clear() {
    Arrays.fill(pages, 0, pageCount, NO_PAGE);
    pageCount = 0;
    length = 0;
    freed = true;
  }
}
