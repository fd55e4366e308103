package assay.gpu.emulator.machine;

/** In which order blocks start. */
public enum BlockOrder {
  ASCENDING,
  DESCENDING,
  RANDOM;

  /** The number of the block that starts at {@code turn} of {@code blocks}. */
  long block(long turn, long blocks, long seed) {
    return switch (this) {
      case ASCENDING -> turn;
      case DESCENDING -> blocks - 1 - turn;
      case RANDOM -> Math.floorMod(turn * step(blocks, seed) + Math.floorMod(seed, blocks), blocks);
    };
  }

  /** A step that meets every block once, since it has no factor in common with their number. */
  private static long step(long blocks, long seed) {
    long step = 1 + Math.floorMod(seed >>> 7, Math.min(blocks, 1 << 20));
    while (gcd(step, blocks) != 1) {
      step++;
    }
    return step;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
