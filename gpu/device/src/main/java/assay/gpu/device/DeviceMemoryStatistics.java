package assay.gpu.device;

/**
 * What a {@link DeviceMemoryPool} has done.
 *
 * @param loans since the beginning
 * @param allocations on the device, for these
 * @param lent loans that have not been given back
 * @param bytesLive bytes that these asked for
 * @param bytesLent bytes that they got, rounded up to their size class
 * @param bytesHeld bytes on the device: those lent, and those that wait for the next loan
 * @param highWaterBytes the most bytes that were lent at once
 */
public record DeviceMemoryStatistics(
    long loans,
    long allocations,
    int lent,
    long bytesLive,
    long bytesLent,
    long bytesHeld,
    long highWaterBytes) {

  /** The share of the bytes held that nobody asked for; 0 where none are held. */
  public double fragmentation() {
    return bytesHeld == 0 ? 0 : (double) (bytesHeld - bytesLive) / bytesHeld;
  }
}
