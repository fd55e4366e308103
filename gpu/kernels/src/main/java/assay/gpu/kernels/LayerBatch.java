package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.DeviceSlice;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of one cache that take steps together; their page table and lengths lie on the device.
 */
public final class LayerBatch implements AutoCloseable {

  private final DeviceLatentCache cache;
  private final List<CachedSequence> sequences;
  private final DeviceArena arena;
  private final DeviceSlice pageTable;
  private final DeviceSlice lengths;
  private final int[] written;

  static LayerBatch of(
      DeviceMemoryPool pool, DeviceLatentCache cache, List<CachedSequence> sequences) {
    sequences.forEach(cache::requireLive);
    DeviceArena arena = new DeviceArena(pool);
    try {
      return new LayerBatch(arena, cache, sequences);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private LayerBatch(DeviceArena arena, DeviceLatentCache cache, List<CachedSequence> sequences) {
    this.arena = arena;
    this.cache = cache;
    this.sequences = List.copyOf(sequences);
    this.pageTable = arena.allocate(size() * rowBytes());
    this.lengths = arena.allocate((long) size() * Integer.BYTES);
    this.written = new int[size()];
    Starts.write(lengths, lengthsAfter(new int[size()]));
    for (int b = 0; b < size(); b++) {
      writeRow(b);
    }
  }

  /** B. */
  public int size() {
    return sequences.size();
  }

  DeviceLatentCache cache() {
    return cache;
  }

  /** Tokens of sequence {@code b}. */
  int length(int b) {
    return sequences.get(b).length();
  }

  /** Tokens of each sequence once it has so many more. */
  int[] lengthsAfter(int... counts) {
    int[] after = new int[size()];
    Arrays.setAll(after, b -> Math.addExact(length(b), counts[b]));
    return after;
  }

  /** [B, pagesPerSequence] I32. */
  DeviceSlice pageTable() {
    return pageTable;
  }

  /** The table from sequence {@code b} on. */
  DeviceSlice pageTable(int b) {
    return pageTable().plus(b * rowBytes());
  }

  /** [B] I32, as the device has counted. */
  DeviceSlice lengths() {
    return lengths;
  }

  /** The lengths from sequence {@code b} on. */
  DeviceSlice lengths(int b) {
    return lengths().plus((long) b * Integer.BYTES);
  }

  /** Pages for so many more tokens of each sequence; the device counts them as it takes them. */
  void grow(int... counts) {
    cache.grow(sequences, counts);
    for (int b = 0; b < size(); b++) {
      if (written[b] != lastPage(b)) {
        writeRow(b);
      }
    }
  }

  /** Ends the batch, but not its sequences. */
  @Override
  public void close() {
    arena.close();
  }

  private long rowBytes() {
    return (long) cache.pagesPerSequence() * Integer.BYTES;
  }

  private int lastPage(int b) {
    CachedSequence sequence = sequences.get(b);
    return sequence.pageCount() == 0
        ? CachedSequence.NO_PAGE
        : sequence.page(sequence.pageCount() - 1);
  }

  private void writeRow(int b) {
    Starts.write(pageTable(b), sequences.get(b).pages());
    written[b] = lastPage(b);
  }
}
