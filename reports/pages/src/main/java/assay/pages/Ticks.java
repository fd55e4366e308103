package assay.pages;

import java.util.stream.LongStream;

/** Round numbers for an axis. */
final class Ticks {

  private static final int MOST = 5;
  private static final long[] ROUND = {1, 2, 5};

  private Ticks() {}

  /** Round counts from one step up to at least {@code largest}. */
  static long[] counts(long largest) {
    long step = step(largest);
    return LongStream.rangeClosed(1, top(largest) / step).map(tick -> tick * step).toArray();
  }

  /** The last of {@link #counts}. */
  static long top(long largest) {
    long step = step(largest);
    return Math.max(1, Math.ceilDiv(largest, step)) * step;
  }

  private static long step(long largest) {
    for (long power = 1; ; power *= 10) {
      for (long round : ROUND) {
        if (Math.ceilDiv(largest, round * power) <= MOST) {
          return round * power;
        }
      }
    }
  }
}
