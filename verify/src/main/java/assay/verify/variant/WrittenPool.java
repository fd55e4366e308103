package assay.verify.variant;

import assay.spec.AppendLatentCache;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A pool of latent pages that is written, byte by byte; addresses are as in {@link LatentPool}. */
public final class WrittenPool {

  private static final long SPREAD = 1L << 30;

  private final Surroundings surroundings;
  private final MemorySegment bytes;
  private final long pageBytes;
  private final long stride;

  WrittenPool(Surroundings surroundings, AppendLatentCache.Problem problem) {
    byte[] copy = new byte[Math.toIntExact(problem.pool().byteSize())];
    this.surroundings = surroundings;
    this.bytes = MemorySegment.ofArray(copy).copyFrom(problem.pool());
    this.pageBytes = problem.layout().bytesPerPage(problem.pageSize());
    this.stride = surroundings == Surroundings.CHECKED ? SPREAD + pageBytes : pageBytes;
  }

  /** Bytes from a page's beginning to the next page's. */
  public long stride() {
    return stride;
  }

  /** Writes one byte. */
  public void store(long address, byte value) {
    bytes.set(ValueLayout.JAVA_BYTE, place(address), value);
  }

  /** The byte at {@code address}. */
  public byte load(long address) {
    return bytes.get(ValueLayout.JAVA_BYTE, place(address));
  }

  /** Pages, one after another. */
  MemorySegment bytes() {
    return bytes;
  }

  private long place(long address) {
    if (surroundings == Surroundings.FORGIVING) {
      return Math.floorMod(address, bytes.byteSize());
    }
    long page = Math.floorDiv(address, stride);
    long offset = Math.floorMod(address, stride);
    if (page < 0 || page >= bytes.byteSize() / pageBytes || offset >= pageBytes) {
      throw new StrayAccess(
          "pool: address %d is in none of its pages of %d bytes, %d apart"
              .formatted(address, pageBytes, stride));
    }
    return page * pageBytes + offset;
  }
}
