package assay.gpu.emulator.machine;

/** Reads and writes one number per lane, at equal distances. */
final class LaneRun {

  private LaneRun() {}

  /** Reads a word per lane, {@code stride} bytes apart. */
  static void getInts(Region region, long start, int stride, int[] to) {
    byte[] part = region.at(start);
    int first = Region.in(start);
    if (isOneRun(start, stride)) {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = (int) Region.INTS.get(part, first + lane * stride);
      }
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = region.getInt(start + (long) lane * stride);
      }
    }
  }

  /** Reads a zero-extended halfword per lane, {@code stride} bytes apart. */
  static void getShorts(Region region, long start, int stride, int[] to) {
    byte[] part = region.at(start);
    int first = Region.in(start);
    if (isOneRun(start, stride)) {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = (short) Region.SHORTS.get(part, first + lane * stride) & 0xffff;
      }
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = region.getShort(start + (long) lane * stride);
      }
    }
  }

  /** Writes a word per lane, {@code stride} bytes apart. */
  static void putInts(Region region, long start, int stride, int[] from) {
    if (isOneRun(start, stride)) {
      byte[] part = region.at(start);
      int first = Region.in(start);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        Region.INTS.set(part, first + lane * stride, from[lane]);
      }
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        region.putInt(start + (long) lane * stride, from[lane]);
      }
    }
  }

  /** Writes the lower half of a word per lane, {@code stride} bytes apart. */
  static void putShorts(Region region, long start, int stride, int[] from) {
    if (isOneRun(start, stride)) {
      byte[] part = region.at(start);
      int first = Region.in(start);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        Region.SHORTS.set(part, first + lane * stride, (short) from[lane]);
      }
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        region.putShort(start + (long) lane * stride, from[lane]);
      }
    }
  }

  /** Whether the words of all lanes lie in one part. */
  private static boolean isOneRun(long start, int stride) {
    long last = start + (long) stride * (Warp.LANES - 1);
    return start >>> Region.PART_BITS == last >>> Region.PART_BITS;
  }
}
