package assay.gpu.emulator.machine;

/**
 * Who made an access, when, and how strong it was, in one long; 0 is nobody.
 *
 * <p>Agents of a block are its warps, and for each warp its asynchronous copies, whose clock counts
 * the instructions that began them.
 */
final class Epoch {

  static final long STRONG = 1L << 61;
  static final long WIDE = 1L << 62;

  private static final int CLOCK_BITS = 24;
  private static final int AGENT_BITS = 6;
  private static final int LATEST = (1 << CLOCK_BITS) - 1;
  private static final long TURNS = (1L << 31) - 1;

  private Epoch() {}

  /**
   * @param turn of the block, in the order in which blocks start
   */
  static long of(long turn, int agent, int clock) {
    return (turn & TURNS) << (CLOCK_BITS + AGENT_BITS)
        | (long) agent << CLOCK_BITS
        | Math.min(clock, LATEST);
  }

  static int clock(long epoch) {
    return (int) epoch & LATEST;
  }

  /** Whether there is no later clock: others may look like it. */
  static boolean isLast(long epoch) {
    return clock(epoch) == LATEST;
  }

  static int agent(long epoch) {
    return (int) (epoch >>> CLOCK_BITS) & (1 << AGENT_BITS) - 1;
  }

  static long turn(long epoch) {
    return epoch >>> (CLOCK_BITS + AGENT_BITS) & TURNS;
  }

  /** Agent and block together. */
  static long who(long epoch) {
    return (epoch & ~(STRONG | WIDE)) >>> CLOCK_BITS;
  }

  static boolean strong(long epoch) {
    return (epoch & STRONG) != 0;
  }

  /** True if two accesses may meet without an order: both strong, and each in the other's scope. */
  static boolean mayMeet(long first, long second) {
    return (first & second & STRONG) != 0
        && ((first & second & WIDE) != 0 || turn(first) == turn(second));
  }
}
