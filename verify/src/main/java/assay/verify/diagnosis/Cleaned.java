package assay.verify.diagnosis;

import assay.numerics.Elements;
import assay.spec.MhaDecode;
import assay.spec.PageTable;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The same problem with zeros wherever nothing may be read, so that a NaN there hides nothing. */
final class Cleaned {

  private Cleaned() {}

  /** Empty where the operator has no such memory. */
  @SuppressWarnings("unchecked")
  static <P> Optional<P> of(P problem) {
    Optional<?> cleaned =
        switch (problem) {
          case PagedMlaDecode.Problem p -> Optional.of(p.withCache(clean(p.cache())));
          case MhaDecode.Problem p -> Optional.of(clean(p));
          default -> Optional.empty();
        };
    return (Optional<P>) cleaned;
  }

  private static PagedLatentCache clean(PagedLatentCache old) {
    MemorySegment pool = MemorySegment.ofArray(new byte[Math.toIntExact(old.bytes().byteSize())]);
    int[] table = new int[old.pageTable().length];
    long page = old.bytesPerPage();
    for (int b = 0; b < old.batch(); b++) {
      int used = Math.ceilDiv(old.lengths()[b], old.pageSize());
      int row = b * old.pagesPerSequence();
      System.arraycopy(old.pageTable(), row, table, row, used);
      for (int i = 0; i < used; i++) {
        long at = old.pageTable()[row + i] * page;
        MemorySegment.copy(old.bytes(), at, pool, at, page);
      }
    }
    PagedLatentCache kept = old.withPool(pool, table);
    for (int b = 0; b < old.batch(); b++) {
      clearTail(kept, b);
    }
    return kept;
  }

  /** Slots of the last page past the length, of layouts whose slots lie one after another. */
  private static void clearTail(PagedLatentCache cache, int b) {
    int length = cache.lengths()[b];
    int end = Math.ceilDiv(length, cache.pageSize()) * cache.pageSize();
    boolean apart =
        cache.bytesPerPage() == (long) cache.pageSize() * cache.layout().bytesPerToken();
    for (int t = length; t < end && apart; t++) {
      long at = cache.slot(b, t) * cache.layout().bytesPerToken();
      cache.bytes().asSlice(at, cache.layout().bytesPerToken()).fill((byte) 0);
    }
  }

  private static MhaDecode.Problem clean(MhaDecode.Problem p) {
    PageTable old = p.table();
    int[] entries = new int[old.entries().length];
    Elements keys = Elements.allocate(p.keys().format(), Math.toIntExact(p.keys().count()));
    Elements values = Elements.allocate(p.values().format(), Math.toIntExact(p.values().count()));
    for (int b = 0; b < old.batch(); b++) {
      int used = Math.ceilDiv(old.lengths()[b], old.pageSize());
      System.arraycopy(
          old.entries(), b * old.pagesPerSequence(), entries, b * old.pagesPerSequence(), used);
      for (int t = 0; t < old.lengths()[b]; t++) {
        copy(p.keys(), keys, p.keyOffset(b, t, 0), p.keyValueHeads() * p.keyWidth());
        copy(p.values(), values, p.valueOffset(b, t, 0), p.keyValueHeads() * p.valueWidth());
      }
    }
    return new MhaDecode.Problem(
        p.queryTokens(),
        p.heads(),
        p.keyValueHeads(),
        p.keyWidth(),
        p.valueWidth(),
        p.query(),
        new PageTable(old.pageSize(), old.pages(), old.pagesPerSequence(), entries, old.lengths()),
        keys,
        values,
        p.scale(),
        p.causal());
  }

  private static void copy(Elements from, Elements to, long first, int count) {
    for (long i = first; i < first + count; i++) {
      to.set(i, from.get(i));
    }
  }
}
