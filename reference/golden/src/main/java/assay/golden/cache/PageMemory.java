package assay.golden.cache;

import java.lang.foreign.MemorySegment;

/** The bytes of a pool: [layers, pages, pageBytes]. */
class PageMemory {

  private final PageLayout layout;
  private final int pages;
  private final MemorySegment bytes;

  PageMemory(PageLayout layout, MemorySegment bytes) {
    long page = layout.bytes(1);
    if (bytes.byteSize() % page != 0 || bytes.byteSize() / page > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "memory has %d bytes; it must be whole pages of %d bytes, at most %d of them"
              .formatted(bytes.byteSize(), page, Integer.MAX_VALUE));
    }
    this.layout = layout;
    this.pages = (int) (bytes.byteSize() / page);
    this.bytes = bytes;
  }

  int pages() {
    return pages;
  }

  MemorySegment bytes() {
    return bytes;
  }

  /** All pages of one layer. */
  MemorySegment layer(int layer) {
    Checks.between("layer", layer, 0, layout.layers() - 1L);
    return bytes.asSlice(offset(layer, 0), layout.layerBytes(pages));
  }

  /** One page of one layer. */
  MemorySegment page(int layer, int page) {
    return bytes.asSlice(offset(layer, page), layout.pageBytes());
  }

  /** Copies a whole page in every layer: formats may keep scales behind the last slot. */
  void copy(int from, int to) {
    for (int layer = 0; layer < layout.layers(); layer++) {
      MemorySegment.copy(bytes, offset(layer, from), bytes, offset(layer, to), layout.pageBytes());
    }
  }

  private long offset(int layer, int page) {
    return ((long) layer * pages + page) * layout.pageBytes();
  }
}
