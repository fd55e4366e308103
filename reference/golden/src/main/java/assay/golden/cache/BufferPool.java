package assay.golden.cache;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Buffers for temporaries, lent and taken back; a loop that always asks for the same sizes
 * allocates nothing after its first round.
 *
 * <pre>
 *   try (PooledBuffer&lt;double[]&gt; scores = pool.doubles(rows * keys)) {
 *     ... scores.data() ...
 *   }
 * </pre>
 *
 * <p>Sizes are rounded up to four classes for each power of two, and a buffer may be longer than
 * asked for. Memory segments lie outside the heap, aligned to 64 bytes, and end with the pool.
 * Thread safe: a buffer may be given back by another thread than borrowed it.
 */
public final class BufferPool implements AutoCloseable {

  private static final int ALIGNMENT = 64;

  private final Arena arena = Arena.ofShared();
  private final Shelf<double[]> doubles =
      new Shelf<>(Double.BYTES, size -> new double[Math.toIntExact(size)]);
  private final Shelf<float[]> floats =
      new Shelf<>(Float.BYTES, size -> new float[Math.toIntExact(size)]);
  private final Shelf<MemorySegment> segments =
      new Shelf<>(1, size -> arena.allocate(size, ALIGNMENT));

  /** At least {@code count} doubles. */
  public PooledBuffer<double[]> doubles(int count) {
    return doubles.lend(arrayLength(count));
  }

  /** At least {@code count} floats. */
  public PooledBuffer<float[]> floats(int count) {
    return floats.lend(arrayLength(count));
  }

  /** At least {@code count} bytes outside the heap. */
  public PooledBuffer<MemorySegment> bytes(long count) {
    Checks.atLeast("count", count, 0);
    return segments.lend(Math.max(ALIGNMENT, count));
  }

  /** What has been lent and made so far. */
  public BufferStatistics statistics() {
    return Stream.of(doubles, floats, segments)
        .map(Shelf::statistics)
        .reduce(BufferStatistics.NONE, BufferStatistics::plus);
  }

  /**
   * Ends the pool and its memory outside the heap.
   *
   * @throws IllegalStateException if buffers are still lent
   */
  @Override
  public void close() {
    long lent = statistics().lent();
    if (lent > 0) {
      throw new IllegalStateException(lent + " buffers of the pool are still lent");
    }
    arena.close();
  }

  private static long arrayLength(int count) {
    Checks.between("count", count, 0, SizeClass.MOST_IN_ARRAY);
    return count;
  }

  /** The buffers of one type, by size class. */
  static final class Shelf<T> {

    private final long elementBytes;
    private final LongFunction<T> maker;
    private final List<ArrayDeque<PooledBuffer<T>>> waiting =
        Stream.generate(ArrayDeque<PooledBuffer<T>>::new).limit(SizeClass.COUNT).toList();
    private long loans;
    private long made;
    private long lent;
    private long bytesHeld;
    private long bytesLent;
    private long highWaterBytes;

    Shelf(long elementBytes, LongFunction<T> maker) {
      this.elementBytes = elementBytes;
      this.maker = maker;
    }

    synchronized PooledBuffer<T> lend(long count) {
      long size = SizeClass.roundUp(count);
      PooledBuffer<T> buffer = waiting.get(SizeClass.index(size)).pollLast();
      if (buffer == null) {
        buffer = make(size);
      }
      buffer.lend();
      loans++;
      lent++;
      bytesLent += buffer.bytes();
      highWaterBytes = Math.max(highWaterBytes, bytesLent);
      return buffer;
    }

    synchronized void giveBack(PooledBuffer<T> buffer) {
      buffer.takeBack();
      lent--;
      bytesLent -= buffer.bytes();
      waiting.get(SizeClass.index(buffer.bytes() / elementBytes)).addLast(buffer);
    }

    synchronized BufferStatistics statistics() {
      return new BufferStatistics(loans, loans - made, lent, bytesHeld, bytesLent, highWaterBytes);
    }

    private PooledBuffer<T> make(long size) {
      PooledBuffer<T> buffer = new PooledBuffer<>(this, maker.apply(size), size * elementBytes);
      made++;
      bytesHeld += buffer.bytes();
      return buffer;
    }
  }
}
