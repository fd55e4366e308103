package assay.gpu.emulator.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows the accesses to one allocation cheaply: it may suspect what is no race, but misses none
 * between blocks of one thread. Of lanes of one warp it misses some: a write after a read, and what
 * is narrower than a word.
 *
 * <p>Each sector keeps one reader, or that there were several; each word one writer. Pages that
 * nobody writes keep no writers, so that reading costs next to nothing.
 */
final class CoarseWatch implements Watch {

  /** Thrown where a closer look is needed. */
  static final class Suspicion extends RuntimeException {
    private static final long serialVersionUID = 1;

    Suspicion() {
      super("two accesses may be a race", null, false, false);
    }
  }

  static final int PAGE_BITS = 12;
  private static final int SECTOR_BITS = 5;
  private static final int WORD_BITS = 2;
  private static final int PAGE = (1 << PAGE_BITS) - 1;
  private static final long SEVERAL = -1;

  private final Region region;
  private final Undo undo;
  private final long[] @Nullable [] readers;
  private final long[] @Nullable [] writers;

  /** The lane that wrote each word, where there are writers; {@link WordLanes#SEVERAL}: any. */
  private final byte[] @Nullable [] lanes;

  private final boolean byLane;

  /**
   * @param byLane whether lanes of one warp can race
   */
  CoarseWatch(Region region, Undo undo, boolean byLane) {
    int pages = Math.toIntExact((region.bytes() >>> PAGE_BITS) + 1);
    this.region = region;
    this.undo = undo;
    this.readers = new long[pages][];
    this.writers = new long[pages][];
    this.lanes = new byte[pages][];
    this.byLane = byLane;
  }

  @Override
  public void read(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes) {
    long last = (offset + bytes - 1) >>> SECTOR_BITS;
    for (long sector = offset >>> SECTOR_BITS; sector <= last; sector++) {
      int page = (int) (sector >>> (PAGE_BITS - SECTOR_BITS));
      long[] sectors = readers(page);
      int at = (int) sector & PAGE >>> SECTOR_BITS;
      long reader = sectors[at];
      if (reader != epoch && reader != SEVERAL) {
        sectors[at] = reader == 0 || warp.isAfter(reader) ? epoch : SEVERAL;
      }
      long[] words = writers[page];
      if (words != null) {
        long start = Math.max(offset, sector << SECTOR_BITS);
        long end = Math.min(offset + bytes, (sector + 1) << SECTOR_BITS);
        requireBefore(warp, epoch, words, (int) start & PAGE, (int) (end - 1) & PAGE);
        if (byLane && !Epoch.strong(epoch) && laneBytes >= Shadow.GRAIN) {
          requireOwn(epoch, page, start, end, new Lanes(lane, laneBytes, offset));
        }
      }
    }
  }

  /** Neighbours from {@code lane} on that access {@code bytes} each, from {@code offset} on. */
  private record Lanes(int lane, int bytes, long offset) {

    /** The one that accesses the word at a place; several where that is not sure. */
    int at(long place) {
      return lane == WordLanes.SEVERAL || bytes < Shadow.GRAIN
          ? WordLanes.SEVERAL
          : lane + (int) Math.max(place - offset, 0) / bytes;
    }
  }

  /** No other lane of the warp wrote the words of a page since it last met at a barrier. */
  private void requireOwn(long epoch, int page, long start, long end, Lanes by) {
    long[] words = writers[page];
    byte[] writing = lanes[page];
    for (long at = start & -Shadow.GRAIN; at < end && words != null && writing != null; ) {
      int word = ((int) at & PAGE) >>> WORD_BITS;
      int writer = writing[word] & 0xff;
      if (words[word] == epoch && writer != WordLanes.SEVERAL && writer != by.at(at)) {
        throw new Suspicion();
      }
      at += Shadow.GRAIN;
    }
  }

  /** Notes who writes the words of a page. */
  private void note(long epoch, int page, long start, long end, Lanes by) {
    byte[] writing = lanes[page];
    if (writing == null) {
      writing = new byte[1 << (PAGE_BITS - WORD_BITS)];
      lanes[page] = writing;
    } else if (by.bytes >= Shadow.GRAIN) {
      requireOwn(epoch, page, start, end, by);
    }
    for (long at = start & -Shadow.GRAIN; at < end; at += Shadow.GRAIN) {
      writing[((int) at & PAGE) >>> WORD_BITS] = (byte) by.at(at);
    }
  }

  /** Whoever wrote the words from one byte of a page to another came before. */
  private static void requireBefore(Warp warp, long epoch, long[] words, int first, int last) {
    long known = epoch;
    for (int at = first >>> WORD_BITS; at <= last >>> WORD_BITS; at++) {
      long writer = words[at];
      if (writer != 0 && writer != known) {
        require(warp, epoch, writer);
        known = writer;
      }
    }
  }

  private long[] readers(int page) {
    long[] sectors = readers[page];
    if (sectors == null) {
      sectors = new long[1 << (PAGE_BITS - SECTOR_BITS)];
      readers[page] = sectors;
    }
    return sectors;
  }

  @Override
  public void write(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes) {
    long end = offset + bytes;
    for (long at = offset; at < end; ) {
      int page = (int) (at >>> PAGE_BITS);
      long next = Math.min(end, (page + 1L) << PAGE_BITS);
      if (byLane && !Epoch.strong(epoch)) {
        note(epoch, page, at, next, new Lanes(lane, laneBytes, offset));
      }
      write(warp, epoch, page, (int) at & PAGE, (int) (next - 1) & PAGE);
      at = next;
    }
  }

  private void write(Warp warp, long epoch, int page, int first, int last) {
    long[] words = writers(page);
    requireBefore(warp, epoch, words, first, last);
    Arrays.fill(words, first >>> WORD_BITS, (last >>> WORD_BITS) + 1, epoch);
    long[] sectors = readers[page];
    for (int at = first >>> SECTOR_BITS; sectors != null && at <= last >>> SECTOR_BITS; at++) {
      require(warp, epoch, sectors[at]);
    }
  }

  private long[] writers(int page) {
    long[] words = writers[page];
    if (words == null) {
      undo.keep(region, page);
      words = new long[1 << (PAGE_BITS - WORD_BITS)];
      writers[page] = words;
    }
    return words;
  }

  private static void require(Warp warp, long epoch, long earlier) {
    boolean fine =
        earlier == 0
            || earlier == epoch
            || (earlier != SEVERAL && (Epoch.mayMeet(earlier, epoch) || warp.isAfter(earlier)));
    if (!fine) {
      throw new Suspicion();
    }
  }

  /** Whether a thread that ran other blocks has written what this one's read or wrote, or so. */
  boolean conflicts(CoarseWatch other) {
    for (int page = 0; page < writers.length; page++) {
      if (meet(writers[page], other, page) || other.meet(other.writers[page], this, page)) {
        return true;
      }
    }
    return false;
  }

  private boolean meet(long @Nullable [] written, CoarseWatch other, int page) {
    long[] words = other.writers[page];
    long[] sectors = other.readers[page];
    for (int at = 0; written != null && at < written.length; at++) {
      boolean touched =
          (words != null && words[at] != 0)
              || (sectors != null && sectors[at >>> (SECTOR_BITS - WORD_BITS)] != 0);
      if (written[at] != 0 && touched) {
        return true;
      }
    }
    return false;
  }
}
