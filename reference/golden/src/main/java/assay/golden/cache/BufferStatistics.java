package assay.golden.cache;

/**
 * What a {@link BufferPool} has done.
 *
 * @param loans buffers lent since the beginning
 * @param reuses of these, buffers that had been lent before
 * @param lent buffers lent now
 * @param bytesHeld bytes of all its buffers
 * @param bytesLent bytes of the lent ones
 * @param highWaterBytes the most bytes that were lent at once, added up over the kinds of buffer
 */
public record BufferStatistics(
    long loans, long reuses, long lent, long bytesHeld, long bytesLent, long highWaterBytes) {

  static final BufferStatistics NONE = new BufferStatistics(0, 0, 0, 0, 0, 0);

  BufferStatistics plus(BufferStatistics other) {
    return new BufferStatistics(
        loans + other.loans,
        reuses + other.reuses,
        lent + other.lent,
        bytesHeld + other.bytesHeld,
        bytesLent + other.bytesLent,
        highWaterBytes + other.highWaterBytes);
  }
}
