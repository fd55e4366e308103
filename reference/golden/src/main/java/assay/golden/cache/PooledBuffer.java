package assay.golden.cache;

/**
 * A buffer lent by a {@link BufferPool}; closing it gives it back, and then it must not be touched.
 *
 * <p>What it holds at first is not defined. It belongs to whoever borrowed it and is not thread
 * safe by itself.
 *
 * @param <T> {@code double[]}, {@code float[]} or {@link java.lang.foreign.MemorySegment}
 */
public final class PooledBuffer<T> implements AutoCloseable {

  private final BufferPool.Shelf<T> shelf;
  private final T data;
  private final long bytes;
  private boolean lent;

  PooledBuffer(BufferPool.Shelf<T> shelf, T data, long bytes) {
    this.shelf = shelf;
    this.data = data;
    this.bytes = bytes;
  }

  /** The buffer: as long as was asked for, or longer. */
  public T data() {
    return data;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Gives the buffer back.
   *
   * @throws IllegalStateException if it has been given back already
   */
  @Override
  public void close() {
    shelf.giveBack(this);
  }

  void lend() {
    lent = true;
  }

  void takeBack() {
    if (!lent) {
      throw new IllegalStateException("the buffer has been given back already");
    }
    lent = false;
  }
}
