package assay.gpu.emulator.machine;

/** Which lane has accessed each byte of a word, in one int: a byte for each. */
final class WordLanes {

  /** In place of a lane: several have read the byte, or have written the same value. */
  static final int SEVERAL = 0xff;

  private static final int EACH_BYTE = 0x01010101;

  private WordLanes() {}

  /**
   * Of neighbours from {@code lane} on that access {@code laneBytes} bytes each, those who access
   * the word that starts {@code distance} bytes behind the first one's start.
   */
  static int of(int lane, int laneBytes, int distance) {
    if (lane == SEVERAL) {
      return -1;
    }
    if (laneBytes >= Shadow.GRAIN) {
      return (lane + Math.max(distance, 0) / laneBytes) * EACH_BYTE;
    }
    int lanes = 0;
    for (int number = 0; number < Shadow.GRAIN; number++) {
      lanes |= (lane + Math.max(distance + number, 0) / laneBytes) << (Byte.SIZE * number);
    }
    return lanes;
  }

  /** The lane of a byte. */
  static int at(int lanes, int number) {
    return lanes >>> (Byte.SIZE * number) & 0xff;
  }

  /** The bytes that several share, as a mask. */
  static int several(int lanes) {
    int mask = 0;
    for (int number = 0; number < Shadow.GRAIN; number++) {
      mask |= at(lanes, number) == SEVERAL ? 1 << number : 0;
    }
    return mask;
  }

  /** The bits of the bytes in {@code mask}. */
  static int bits(int mask) {
    return 0xff * ((mask & 1) | (mask & 2) << 7 | (mask & 4) << 14 | (mask & 8) << 21);
  }

  /** Those of {@code more} for the bytes in {@code mask}; several where {@code old} has others. */
  static int joined(int lanes, int old, int more, int mask) {
    int joined = (lanes & ~bits(mask)) | (more & bits(mask));
    for (int number = 0; number < Shadow.GRAIN; number++) {
      boolean others = (old & mask & 1 << number) != 0 && at(lanes ^ more, number) != 0;
      joined |= others ? SEVERAL << (Byte.SIZE * number) : 0;
    }
    return joined;
  }
}
