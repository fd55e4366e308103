package assay.gpu.emulator.machine;

/**
 * Follows the accesses to one run of memory and finds those that nothing orders.
 *
 * <p>An access is of {@code bytes} bytes at {@code offset}; of every {@code laneBytes} of them the
 * next lane from {@code lane} on has made the next part, or {@link WordLanes#SEVERAL} all. It is
 * noted with an {@link Epoch}.
 */
interface Watch {

  void read(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes);

  void write(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes);
}
