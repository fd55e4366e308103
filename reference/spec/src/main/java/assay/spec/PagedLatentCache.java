package assay.spec;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;

/**
 * A paged cache of latent vectors, each with its roped key: D + R features a slot.
 *
 * <p>Key t of sequence b lies in slot t mod P of page {@code pageTable[b, t / P]}. Slots past a
 * length, pages in no sequence, and table entries past a sequence's last page may hold anything and
 * are never read.
 *
 * @param pageSize P, slots per page
 * @param layout how a page's bytes hold its slots
 * @param bytes the pool: pages one after another, in any memory and of any size; not copied
 * @param pagesPerSequence entries per row of the page table
 * @param pageTable [B, pagesPerSequence]; not copied
 * @param lengths [B] keys per sequence; not copied
 */
public record PagedLatentCache(
    int pageSize,
    LatentLayout layout,
    MemorySegment bytes,
    int pagesPerSequence,
    int[] pageTable,
    int[] lengths) {

  public PagedLatentCache {
    Require.atLeast("pageSize", pageSize, 1);
    Require.pages("bytes", bytes.byteSize(), layout.bytesPerPage(pageSize));
    int pages = Math.toIntExact(bytes.byteSize() / layout.bytesPerPage(pageSize));
    var _ = new PageTable(pageSize, pages, pagesPerSequence, pageTable, lengths);
  }

  /**
   * A cache of bf16: {@code slots} is [pages, P, width], over this array. Where in a slot the
   * latent ends is left open.
   */
  public static PagedLatentCache ofBFloat16(
      int pageSize,
      int width,
      short[] slots,
      int pagesPerSequence,
      int[] pageTable,
      int[] lengths) {
    return new PagedLatentCache(
        pageSize,
        DenseLayout.bFloat16(width, 0),
        MemorySegment.ofArray(slots),
        pagesPerSequence,
        pageTable,
        lengths);
  }

  /** B, the number of sequences. */
  public int batch() {
    return lengths.length;
  }

  /** D + R, features per slot. */
  public int width() {
    return layout.width();
  }

  /** Pages in the pool. */
  public int pages() {
    return Math.toIntExact(bytes.byteSize() / bytesPerPage());
  }

  /** What a page takes. */
  public long bytesPerPage() {
    return layout.bytesPerPage(pageSize);
  }

  /** The slot of key {@code t} of sequence {@code b}: page · P + its place in the page. */
  public long slot(int b, int t) {
    return (long) page(b, t) * pageSize + t % pageSize;
  }

  /** Features {@code first} to before {@code first + count} of a key; exact. */
  public void read(int b, int t, int first, int count, double[] target, int at) {
    readSlot(slot(b, t), first, count, target, at);
  }

  /** The same of the slot at this place in the pool, as {@link #slot} counts them. */
  public void readSlot(long slot, int first, int count, double[] target, int at) {
    long page = slot / pageSize * bytesPerPage();
    layout.read(bytes, page, pageSize, (int) (slot % pageSize), first, count, target, at);
  }

  /** The same in F32; a product of code and scale that does not fit is rounded to nearest. */
  public void read(int b, int t, int first, int count, float[] target, int at) {
    long page = page(b, t) * bytesPerPage();
    layout.read(bytes, page, pageSize, t % pageSize, first, count, target, at);
  }

  /** All features of a key, in a new array. */
  public double[] read(int b, int t) {
    double[] features = new double[width()];
    read(b, t, 0, features.length, features, 0);
    return features;
  }

  /**
   * The whole pool as numbers, slot s from number s · (D + R) on.
   *
   * @throws IllegalStateException if the layout is not dense, or has a scale
   */
  public Elements elements() {
    if (layout instanceof DenseLayout dense && dense.format() != FloatFormat.FP8_E4M3) {
      return new Elements(dense.format(), bytes);
    }
    throw new IllegalStateException("layout is " + layout + "; it must be dense and without scale");
  }

  /** The same layout and lengths over another pool and table. */
  public PagedLatentCache withPool(MemorySegment newBytes, int[] newTable) {
    return new PagedLatentCache(pageSize, layout, newBytes, pagesPerSequence, newTable, lengths);
  }

  /** The same pool with other sequences: {@code newTable} has a row for each of the lengths. */
  public PagedLatentCache withSequences(int[] newTable, int[] newLengths) {
    return new PagedLatentCache(pageSize, layout, bytes, pagesPerSequence, newTable, newLengths);
  }

  private int page(int b, int t) {
    return pageTable[b * pagesPerSequence + t / pageSize];
  }
}
