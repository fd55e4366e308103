package assay.gpu.emulator.machine;

/** The lanes of a warp that are not running, by program counter. */
final class Groups {

  private static final int READY = 0;
  private static final int AWAITING = 1;
  private static final int BLOCKED = 2;
  private static final int AT_BARRIER = 3;

  private final int[] pcs = new int[Warp.LANES + 2];
  private final int[] masks = new int[Warp.LANES + 2];
  private final int[] states = new int[Warp.LANES + 2];

  /** The barrier that blocks. */
  private final int[] reasons = new int[Warp.LANES + 2];

  private int count;

  void clear() {
    count = 0;
  }

  void add(int pc, int mask) {
    int same = find(pc);
    if (same >= 0) {
      masks[same] |= mask;
      states[same] = READY;
    } else {
      put(pc, mask, READY, 0);
    }
  }

  /** Lanes wait for others in front of an instruction; those that came before may now go on. */
  void await(int pc, int mask, boolean atBarrier) {
    if (find(pc) >= 0) {
      add(pc, mask);
    } else {
      put(pc, mask, atBarrier ? AT_BARRIER : AWAITING, 0);
    }
  }

  /** Adds lanes that do not join others at the same place. */
  void split(int pc, int mask) {
    put(pc, mask, READY, 0);
  }

  void block(int pc, int mask, int barrier) {
    put(pc, mask, BLOCKED, barrier);
  }

  private void put(int pc, int mask, int state, int reason) {
    pcs[count] = pc;
    masks[count] = mask;
    states[count] = state;
    reasons[count] = reason;
    count++;
  }

  private int find(int pc) {
    for (int i = 0; i < count; i++) {
      if (pcs[i] == pc && states[i] != BLOCKED) {
        return i;
      }
    }
    return -1;
  }

  void release(int barrier) {
    for (int i = count - 1; i >= 0; i--) {
      if (states[i] == BLOCKED && reasons[i] == barrier) {
        int pc = pcs[i];
        int mask = masks[i];
        remove(i);
        add(pc, mask);
      }
    }
  }

  /** The lowest place where a group stands that a running group must join. */
  int lowest() {
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      if (states[i] != BLOCKED) {
        lowest = Math.min(lowest, pcs[i]);
      }
    }
    return lowest;
  }

  /** The ready group with the lowest program counter, or −1. */
  int lowestReady() {
    int chosen = -1;
    for (int i = 0; i < count; i++) {
      if (states[i] == READY && (chosen < 0 || pcs[i] < pcs[chosen])) {
        chosen = i;
      }
    }
    return chosen;
  }

  /** The ready group with the highest program counter, or −1. */
  int highestReady() {
    int chosen = -1;
    for (int i = 0; i < count; i++) {
      if (states[i] == READY && (chosen < 0 || pcs[i] > pcs[chosen])) {
        chosen = i;
      }
    }
    return chosen;
  }

  /** The first ready group at or behind a place in the list, or −1. */
  int readyFrom(int place) {
    for (int i = 0; i < count; i++) {
      int index = (place + i) % count;
      if (states[index] == READY) {
        return index;
      }
    }
    return -1;
  }

  int count() {
    return count;
  }

  int pc(int index) {
    return pcs[index];
  }

  int mask(int index) {
    return masks[index];
  }

  void remove(int index) {
    count--;
    pcs[index] = pcs[count];
    masks[index] = masks[count];
    states[index] = states[count];
    reasons[index] = reasons[count];
  }

  boolean canStillArrive(int lanes) {
    int present = 0;
    for (int i = 0; i < count; i++) {
      present |= masks[i];
    }
    return (lanes & ~present) == 0;
  }

  boolean anyAwaits() {
    return awaiting() >= 0;
  }

  int awaitingPc() {
    return pcs[awaiting()];
  }

  int awaitingMask() {
    return masks[awaiting()];
  }

  private int awaiting() {
    return some(AWAITING);
  }

  /** Some group that a barrier blocks, or −1. */
  int blocked() {
    return some(BLOCKED);
  }

  /** Some group that waits in front of a barrier for the rest of its warp, or −1. */
  int atBarrier() {
    return some(AT_BARRIER);
  }

  private int some(int state) {
    for (int i = 0; i < count; i++) {
      if (states[i] == state) {
        return i;
      }
    }
    return -1;
  }

  boolean isBlocked(int index) {
    return states[index] == BLOCKED;
  }

  int barrier(int index) {
    return reasons[index];
  }
}
