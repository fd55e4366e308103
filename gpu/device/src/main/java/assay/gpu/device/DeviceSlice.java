package assay.gpu.device;

/**
 * An address within a buffer.
 *
 * @param offset bytes from the buffer's start, at most its size
 */
public record DeviceSlice(DeviceBuffer buffer, long offset) {

  public DeviceSlice {
    if (offset < 0 || offset > buffer.bytes()) {
      throw new IllegalArgumentException(
          "offset is %d; it must be in [0, %d]".formatted(offset, buffer.bytes()));
    }
  }

  /** The start of {@code buffer}. */
  public static DeviceSlice of(DeviceBuffer buffer) {
    return new DeviceSlice(buffer, 0);
  }

  /** So many bytes further on. */
  public DeviceSlice plus(long bytes) {
    return new DeviceSlice(buffer, offset + bytes);
  }
}
