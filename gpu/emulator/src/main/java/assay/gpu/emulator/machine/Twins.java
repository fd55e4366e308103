package assay.gpu.emulator.machine;

/** Finds lanes that give the same address. */
final class Twins {

  private static final int SLOTS = 128;
  private static final int LANE_BITS = 5;

  /** A lane, under the number of the search that found it there. */
  private final long[] slots = new long[SLOTS];

  private final int[] first = new int[Warp.LANES];
  private long search;
  private int alike;

  /** Looks at the addresses of the lanes in {@code mask}. */
  void find(long[] addresses, int mask) {
    search++;
    alike = 0;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      first[lane] = place(addresses, lane);
      if (first[lane] != lane) {
        alike |= 1 << lane | 1 << first[lane];
      }
    }
  }

  private int place(long[] addresses, int lane) {
    long address = addresses[lane];
    for (int at = (int) ((address * 0x9e3779b97f4a7c15L) >>> 57); ; at = at + 1 & SLOTS - 1) {
      long slot = slots[at];
      if (slot >>> LANE_BITS != search) {
        slots[at] = search << LANE_BITS | lane;
        return lane;
      }
      int other = (int) slot & Warp.LANES - 1;
      if (addresses[other] == address) {
        return other;
      }
    }
  }

  /** The first lane with the same address, mostly itself. */
  int first(int lane) {
    return first[lane];
  }

  /** Whether another lane has the same address. */
  boolean has(int lane) {
    return (alike >> lane & 1) != 0;
  }
}
