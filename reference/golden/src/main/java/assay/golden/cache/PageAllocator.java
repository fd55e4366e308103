package assay.golden.cache;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands out the pages of a paged latent cache to sequences that grow, share prefixes, fork and end.
 *
 * <p>A page belongs to every sequence that refers to it. Tokens are written once, behind the last
 * one of a sequence; the only page that could be written to while others still read it is a partly
 * filled last one, and that is copied first. So a fork costs no page until one side grows.
 *
 * <p>What it returns as page table and lengths is what {@link assay.spec.PagedLatentCache} takes;
 * one table serves all layers. Growing by a token allocates no Java object. Not thread safe.
 *
 * <p>Errors: {@link PoolExhausted}; {@link IllegalArgumentException} for a sequence that is not one
 * of this allocator's live ones, and for growth beyond the page table. Whatever is refused changes
 * nothing.
 *
 * <p>Source of the idea: PagedAttention, arXiv 2309.06180, sections 4.2 to 4.4.
 */
public class PageAllocator {

  private final PageLayout layout;
  private final PageMemory memory;
  private final PageCounts counts;
  private final int pagesPerSequence;
  private final Set<PagedSequence> live = new LinkedHashSet<>();
  private long copied;

  PageAllocator(PageLayout layout, PageMemory memory, PageCounts counts, int pagesPerSequence) {
    Checks.atLeast("pagesPerSequence", pagesPerSequence, 0);
    this.layout = layout;
    this.memory = memory;
    this.counts = counts;
    this.pagesPerSequence = pagesPerSequence;
  }

  /**
   * Over memory outside the heap, all zero, that lives as long as {@code arena}; it may exceed 2
   * GiB.
   *
   * @param pages pages in the pool
   * @param pagesPerSequence entries per row of the page table
   */
  public static PageAllocator create(
      PageLayout layout, int pages, int pagesPerSequence, Arena arena) {
    Checks.atLeast("pages", pages, 0);
    return over(layout, arena.allocate(layout.bytes(pages)), pagesPerSequence);
  }

  /**
   * Over this memory: [layers, pages, pageBytes].
   *
   * @throws IllegalArgumentException if the memory is not whole pages
   */
  public static PageAllocator over(PageLayout layout, MemorySegment memory, int pagesPerSequence) {
    PageMemory pool = new PageMemory(layout, memory);
    return new PageAllocator(layout, pool, new PageCounts(pool.pages()), pagesPerSequence);
  }

  /** A sequence of no tokens. */
  public PagedSequence allocate() {
    PagedSequence sequence = new PagedSequence(this, pagesPerSequence);
    live.add(sequence);
    return sequence;
  }

  /**
   * Makes room for {@code tokens} more, at least 0; what their slots hold is not defined.
   *
   * @throws PoolExhausted if the pool has too few pages
   */
  public void grow(PagedSequence sequence, int tokens) {
    requireLive(sequence);
    Checks.atLeast("tokens", tokens, 0);
    requireTableRoom(sequence, tokens);
    if (tokens == 0) {
      return;
    }
    int length = sequence.length() + tokens;
    int missing = layout.pagesFor(length) - sequence.pageCount();
    boolean writesShared = writesSharedPage(sequence);
    requireFree(missing + (writesShared ? 1 : 0));
    if (writesShared) {
      copyLastPage(sequence);
    }
    for (int i = 0; i < missing; i++) {
      sequence.append(counts.take());
    }
    setLength(sequence, length);
  }

  /** A second sequence with the same tokens, in the same pages. */
  public PagedSequence fork(PagedSequence sequence) {
    requireLive(sequence);
    return share(sequence, sequence.length());
  }

  /** A second sequence with the first {@code tokens}, in the same pages. */
  public PagedSequence share(PagedSequence sequence, int tokens) {
    requireLive(sequence);
    Checks.between("tokens", tokens, 0, sequence.length());
    PagedSequence second = allocate();
    for (int i = 0; i < layout.pagesFor(tokens); i++) {
      counts.addReference(sequence.page(i));
      second.append(sequence.page(i));
    }
    setLength(second, tokens);
    return second;
  }

  /** Ends a sequence; pages that no other one refers to can be handed out again. */
  public void free(PagedSequence sequence) {
    requireLive(sequence);
    for (int i = sequence.pageCount() - 1; i >= 0; i--) {
      counts.release(sequence.page(i));
    }
    sequence.clear();
    live.remove(sequence);
  }

  /** The page table of these sequences: [B, pagesPerSequence], −1 past a sequence's last page. */
  public int[] pageTable(List<PagedSequence> batch) {
    int[] table = new int[Math.multiplyExact(batch.size(), pagesPerSequence)];
    writeBatch(batch, table, new int[batch.size()]);
    return table;
  }

  /** Tokens of each of these sequences: [B]. */
  public int[] lengths(List<PagedSequence> batch) {
    return batch.stream().mapToInt(PagedSequence::length).toArray();
  }

  /**
   * The same into arrays of the caller's, for loops that must not allocate.
   *
   * @param table [B, pagesPerSequence] or longer
   * @param lengths [B] or longer
   */
  public void writeBatch(List<PagedSequence> batch, int[] table, int[] lengths) {
    Checks.atLeast("table.length", table.length, (long) batch.size() * pagesPerSequence);
    Checks.atLeast("lengths.length", lengths.length, batch.size());
    for (int b = 0; b < batch.size(); b++) {
      PagedSequence sequence = batch.get(b);
      requireLive(sequence);
      sequence.copyRow(table, b * pagesPerSequence);
      lengths[b] = sequence.length();
    }
  }

  /** All pages of one layer: [pages, pageBytes]. */
  public MemorySegment layer(int layer) {
    return memory.layer(layer);
  }

  /** The page that holds token {@code t} in one layer; its slot there is t mod P. */
  public MemorySegment page(PagedSequence sequence, int layer, int t) {
    requireLive(sequence);
    Checks.between("layer", layer, 0, layout.layers() - 1L);
    Checks.between("t", t, 0, sequence.length() - 1L);
    return memory.page(layer, sequence.page(t / layout.pageSize()));
  }

  /** Bytes of a page. */
  public PageLayout layout() {
    return layout;
  }

  /** Entries per row of the page table. */
  public int pagesPerSequence() {
    return pagesPerSequence;
  }

  /** What is in use now; looks at every page of every sequence. */
  public PageStatistics statistics() {
    return new PageStatistics(
        layout,
        memory.pages(),
        live.size(),
        counts.used(),
        counts.shared(),
        counts.highWater(),
        LiveSlots.count(live, memory.pages(), layout.pageSize()),
        counts.taken(),
        counts.reused(),
        copied);
  }

  /** Where planted bugs set in. */
  void setLength(PagedSequence sequence, int tokens) {
    sequence.setLength(tokens);
  }

  private boolean writesSharedPage(PagedSequence sequence) {
    return sequence.length() % layout.pageSize() != 0 && counts.isShared(sequence.lastPage());
  }

  private void copyLastPage(PagedSequence sequence) {
    int old = sequence.lastPage();
    int page = counts.take();
    memory.copy(old, page);
    counts.release(old);
    sequence.replaceLast(page);
    copied++;
  }

  private void requireLive(PagedSequence sequence) {
    if (!sequence.belongsTo(this)) {
      throw new IllegalArgumentException("the sequence belongs to another allocator");
    }
    if (sequence.isFreed()) {
      throw new IllegalArgumentException("the sequence has been freed");
    }
  }

  private void requireTableRoom(PagedSequence sequence, int tokens) {
    long room = Math.min(Integer.MAX_VALUE, (long) pagesPerSequence * layout.pageSize());
    if ((long) sequence.length() + tokens > room) {
      throw new IllegalArgumentException(
          "a sequence of %d tokens cannot grow by %d; the page table has room for %d"
              .formatted(sequence.length(), tokens, room));
    }
  }

  private void requireFree(int needed) {
    if (needed > counts.free()) {
      throw new PoolExhausted(needed, counts.free());
    }
  }
}
