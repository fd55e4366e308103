package assay.gpu.emulator.machine;

import java.util.Arrays;

/** Reads and writes one number per lane, at equal distances. */
final class LaneRun {

  /** No distance is the same for all lanes. */
  static final long UNEVEN = Long.MIN_VALUE;

  private LaneRun() {}

  /** The distance from each lane's number to the next. */
  static long stride(int[] lanes) {
    int stride = lanes[1] - lanes[0];
    int different = 0;
    for (int lane = 0; lane < Warp.LANES - 1; lane++) {
      different |= lanes[lane + 1] - lanes[lane] ^ stride;
    }
    return different == 0 ? stride : UNEVEN;
  }

  /** The distance from each lane's number to the next. */
  static long stride(long[] lanes) {
    long stride = lanes[1] - lanes[0];
    long different = 0;
    for (int lane = 0; lane < Warp.LANES - 1; lane++) {
      different |= lanes[lane + 1] - lanes[lane] ^ stride;
    }
    return different == 0 ? stride : UNEVEN;
  }

  /** Reads a word per lane, {@code stride} bytes apart. */
  static void getInts(Region region, long start, int stride, int[] to) {
    if (stride == 0) {
      Arrays.fill(to, region.getInt(start));
    } else if (stride == Integer.BYTES && isOneRun(start, stride)) {
      byte[] part = region.at(start);
      int first = Region.in(start);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = (int) Region.INTS.get(part, first + lane * Integer.BYTES);
      }
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = region.getInt(start + (long) lane * stride);
      }
    }
  }

  /** Reads a zero-extended halfword per lane, {@code stride} bytes apart. */
  static void getShorts(Region region, long start, int stride, int[] to) {
    if (stride == Short.BYTES && isOneRun(start, stride)) {
      byte[] part = region.at(start);
      int first = Region.in(start);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = (short) Region.SHORTS.get(part, first + lane * Short.BYTES) & 0xffff;
      }
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = region.getShort(start + (long) lane * stride);
      }
    }
  }

  /** Writes a word per lane, {@code stride} bytes apart. */
  static void putInts(Region region, long start, int stride, int[] from) {
    if (stride == Integer.BYTES && isOneRun(start, stride)) {
      byte[] part = region.at(start);
      int first = Region.in(start);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        Region.INTS.set(part, first + lane * Integer.BYTES, from[lane]);
      }
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        region.putInt(start + (long) lane * stride, from[lane]);
      }
    }
  }

  /** Writes the lower half of a word per lane, {@code stride} bytes apart. */
  static void putShorts(Region region, long start, int stride, int[] from) {
    if (stride == Short.BYTES && isOneRun(start, stride)) {
      byte[] part = region.at(start);
      int first = Region.in(start);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        Region.SHORTS.set(part, first + lane * Short.BYTES, (short) from[lane]);
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
