package assay.gpu.emulator.machine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what accesses cost: sectors of global memory, turns at the banks of shared memory.
 *
 * <p>A sector has 32 bytes; 32 banks have words of 4 bytes, and lanes that read the same word share
 * a turn. A warp's 8 bytes per lane go in two turns of 16 lanes, 16 bytes in four of 8 lanes.
 * Source: CUDA C++ Programming Guide 13.0, 10.8.3 and 5.3.2.
 */
public final class Meter {

  /** Bytes of a sector. */
  public static final int SECTOR = 32;

  private static final int BANKS = 32;
  private static final int WORD = 4;

  private final Set<Long> touched = ConcurrentHashMap.newKeySet();

  /** Sectors of global memory that anyone has touched. */
  public long distinctSectors() {
    return touched.size();
  }

  void count(Tally tally, Access access, Warp warp, int mask) {
    long[] addresses = access.address().resolve(warp);
    int lanes = 0;
    for (int left = mask & access.lanes(); left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      lanes |= access.moves(warp, lane) ? 1 << lane : 0;
    }
    if (lanes == 0) {
      return;
    }
    long first = addresses[Integer.numberOfTrailingZeros(lanes)];
    MemorySpace space = access.address().space();
    MemorySpace behind = space == MemorySpace.GENERIC ? MemorySpace.behind(first) : space;
    switch (behind) {
      case GLOBAL, GENERIC -> global(tally, addresses, lanes, access.bytes());
      case SHARED -> shared(tally, addresses, lanes, access.bytes());
      case LOCAL, PARAM -> {}
    }
  }

  private void global(Tally tally, long[] addresses, int lanes, int bytes) {
    long[] sectors = new long[Warp.LANES];
    long[] distinct = new long[Warp.LANES];
    int sectorCount = 0;
    int addressCount = 0;
    for (int left = lanes; left != 0; left &= left - 1) {
      long address = addresses[Integer.numberOfTrailingZeros(left)];
      long sector = Math.floorDiv(address, (long) SECTOR);
      addressCount = add(distinct, addressCount, address);
      sectorCount = add(sectors, sectorCount, sector);
      touched.add(sector);
    }
    tally.requests.increment();
    tally.sectors.add(sectorCount);
    tally.leastSectors.add(Math.ceilDiv(addressCount * bytes, SECTOR));
  }

  private static void shared(Tally tally, long[] addresses, int lanes, int bytes) {
    int lanesOfPhase = Math.min(Warp.LANES, BANKS * WORD / Math.max(WORD, bytes));
    for (int from = 0; from < Warp.LANES; from += lanesOfPhase) {
      int phase = lanes & (int) (((1L << lanesOfPhase) - 1) << from);
      if (phase != 0) {
        tally.phases.increment();
        tally.ways.add(ways(addresses, phase, bytes));
      }
    }
  }

  /** The most words that one bank is asked for. */
  private static int ways(long[] addresses, int lanes, int bytes) {
    long[] words = new long[BANKS];
    int count = 0;
    int[] perBank = new int[BANKS];
    int most = 0;
    for (int left = lanes; left != 0; left &= left - 1) {
      long first = addresses[Integer.numberOfTrailingZeros(left)] / WORD;
      for (long word = first; word < first + Math.max(1, bytes / WORD); word++) {
        int grown = add(words, count, word);
        if (grown > count) {
          count = grown;
          int bank = (int) (word % BANKS);
          perBank[bank]++;
          most = Math.max(most, perBank[bank]);
        }
      }
    }
    return most;
  }

  /**
   * Adds {@code value} to the first {@code count} if it is not there; answers how many there are.
   */
  private static int add(long[] values, int count, long value) {
    for (int i = 0; i < count; i++) {
      if (values[i] == value) {
        return count;
      }
    }
    values[count] = value;
    return count + 1;
  }
}
