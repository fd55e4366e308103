package assay.gpu.kernels;

import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.PooledMemory;
import java.util.List;

/**
 * A paged latent cache on a device, in BF16: pages of P slots of D + R numbers, handed out to
 * sequences that grow, share prefixes, fork and end.
 *
 * <p>A page belongs to every sequence that refers to it; one that would be written to while others
 * read it is copied first, on the device.
 *
 * <p>Errors: {@link assay.gpu.device.OutOfDeviceMemory} if pages run out; {@link
 * IllegalArgumentException} for a sequence that is not one of this cache's live ones, and for
 * growth beyond the page table. What is refused changes nothing.
 */
public final class DeviceLatentCache implements AutoCloseable {

  /**
   * How much a cache holds.
   *
   * @param pageSize P, slots of a page, at least 1
   * @param pages of all sequences, at least 0
   * @param pagesPerSequence at most, at least 0
   */
  public record Capacity(int pageSize, int pages, int pagesPerSequence) {

    public Capacity {
      if (pageSize < 1 || pages < 0 || pagesPerSequence < 0) {
        throw new IllegalArgumentException(
            "pageSize is %d, pages %d and pagesPerSequence %d; they must be at least 1, 0 and 0"
                .formatted(pageSize, pages, pagesPerSequence));
      }
    }

    /** The most tokens of a sequence. */
    int tokensPerSequence() {
      return Math.multiplyExact(pagesPerSequence, pageSize);
    }
  }

  private final int width;
  private final Capacity capacity;
  private final PooledMemory slots;
  private final PageBook book;

  DeviceLatentCache(DeviceMemoryPool pool, LayerGlue glue, int width, Capacity capacity) {
    int pageNumbers = Math.multiplyExact(width, capacity.pageSize());
    this.width = width;
    this.capacity = capacity;
    this.slots = pool.allocate((long) capacity.pages() * pageNumbers * Short.BYTES);
    this.book =
        new PageBook(
            capacity.pageSize(),
            new CountedPages(capacity.pages()),
            capacity.pagesPerSequence(),
            (from, to, count) -> glue.copy(slots.slice(), from, to, pageNumbers, count * width));
  }

  /** A sequence of no tokens. */
  public CachedSequence allocate() {
    return book.allocate();
  }

  /** A second sequence with the same tokens, in the same pages. */
  public CachedSequence fork(CachedSequence sequence) {
    return book.share(sequence, sequence.length());
  }

  /** A second sequence with the first {@code tokens}, in the same pages. */
  public CachedSequence share(CachedSequence sequence, int tokens) {
    return book.share(sequence, tokens);
  }

  /** Ends a sequence; pages that no other one refers to can be handed out again. */
  public void free(CachedSequence sequence) {
    book.free(sequence);
  }

  public int freePages() {
    return book.freePages();
  }

  /** Pages that a sequence refers to. */
  public int usedPages() {
    return book.usedPages();
  }

  public int pageSize() {
    return capacity.pageSize();
  }

  /** Entries per row of a page table. */
  public int pagesPerSequence() {
    return capacity.pagesPerSequence();
  }

  /** D + R. */
  int width() {
    return width;
  }

  Capacity capacity() {
    return capacity;
  }

  /** [pages, P, D + R] BF16. */
  DeviceSlice slots() {
    return slots.slice();
  }

  /** Makes room for so many more tokens of each sequence; their slots hold nothing yet. */
  public void grow(List<CachedSequence> sequences, int... counts) {
    book.grow(sequences, counts);
  }

  void requireLive(CachedSequence sequence) {
    book.requireLive(sequence);
  }

  @Override
  public void close() {
    slots.close();
  }
}
