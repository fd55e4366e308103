package assay.golden.cache;

/** A sequence could not grow: the pool has too few free pages. Nothing was changed. */
public final class PoolExhausted extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final int needed;
  private final int free;

  PoolExhausted(int needed, int free) {
    super("the pool has %d free pages; %d are needed".formatted(free, needed));
    this.needed = needed;
    this.free = free;
  }

  /** Pages that the growth needs. */
  public int needed() {
    return needed;
  }

  /** Pages that are free. */
  public int free() {
    return free;
  }
}
