package assay.golden.cache;

import assay.spec.LatentLayout;

/**
 * How many bytes a page of a paged cache takes.
 *
 * <p>A page holds {@code pageSize} consecutive tokens of one sequence in every layer; its number is
 * the same in all layers. What lies where inside the page is the format's affair.
 *
 * @param layers attention layers that share a page table, at least 1
 * @param pageSize P, slots per page, at least 1
 * @param slotBytes bytes that a token needs in one layer, at least 1
 * @param pageBytes bytes of a page in one layer: its slots, and padding where the format has any
 */
public record PageLayout(int layers, int pageSize, int slotBytes, long pageBytes) {

  /**
   * @throws IllegalArgumentException if a figure is too small
   */
  public PageLayout {
    Checks.atLeast("layers", layers, 1);
    Checks.atLeast("pageSize", pageSize, 1);
    Checks.atLeast("slotBytes", slotBytes, 1);
    Checks.atLeast("pageBytes", pageBytes, (long) pageSize * slotBytes);
  }

  /** Pages of {@code pageSize} slots in this layout. */
  public static PageLayout of(LatentLayout layout, int layers, int pageSize) {
    return new PageLayout(layers, pageSize, layout.bytesPerToken(), layout.bytesPerPage(pageSize));
  }

  /** Pages without padding. */
  public static PageLayout dense(int layers, int pageSize, int slotBytes) {
    return new PageLayout(layers, pageSize, slotBytes, (long) pageSize * slotBytes);
  }

  /** Pages that hold {@code tokens}. */
  int pagesFor(int tokens) {
    return Math.ceilDiv(tokens, pageSize);
  }

  /** Bytes of {@code pages} in one layer. */
  long layerBytes(int pages) {
    return Math.multiplyExact(pages, pageBytes);
  }

  /** Bytes of {@code pages} in all layers. */
  long bytes(int pages) {
    return Math.multiplyExact(layers, layerBytes(pages));
  }
}
