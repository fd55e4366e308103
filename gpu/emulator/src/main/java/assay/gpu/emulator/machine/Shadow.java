package assay.gpu.emulator.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who has read and written each word of a run of memory.
 *
 * <p>Two accesses of different agents to a byte, one of them a write, are a race if neither comes
 * before the other, whatever order they happened to run in. So are two of different lanes of one
 * warp.
 *
 * <p>Source: Flanagan and Freund, FastTrack, PLDI 2009: most words need one writer and one reader,
 * and only those that several read keep a list.
 */
final class Shadow {

  static final int GRAIN = 4;
  private static final int ALL_BYTES = 15;

  private final Conflicts conflicts;
  private final long base;
  private final long[] writers;
  private final int[] writePlaces;
  private final int[] writeLanes;
  private final byte[] writeBytes;
  private final long[] readers;
  private final int[] readPlaces;
  private final int[] readLanes;
  private final byte[] readBytes;
  private final @Nullable Readers[] many;

  /** All bits, or none where the lanes of a warp are taken as one. */
  private final int apart;

  private boolean clean = true;

  /**
   * @param base the offset of the first word
   */
  Shadow(Conflicts conflicts, long base, int words) {
    this.conflicts = conflicts;
    this.base = base;
    this.writers = new long[words];
    this.writePlaces = new int[words];
    this.writeLanes = new int[words];
    this.writeBytes = new byte[words];
    this.readers = new long[words];
    this.readPlaces = new int[words];
    this.readLanes = new int[words];
    this.readBytes = new byte[words];
    this.many = new Readers[words];
    this.apart = conflicts.byLane() ? -1 : 0;
  }

  /** Forgets everything. */
  void clear() {
    if (!clean) {
      Arrays.fill(writers, 0);
      Arrays.fill(readers, 0);
      Arrays.fill(many, null);
      clean = true;
    }
  }

  /** A read of the bytes in {@code mask} of a word, by {@link WordLanes}. */
  void read(Warp warp, long epoch, int lanes, int word, int mask) {
    clean = false;
    if (!isOwnWrite(epoch, lanes, word)) {
      requireAfterWrite(
          warp, epoch, lanes, word, mask & ~WordLanes.several(writeLanes[word]), "read");
    }
    Readers list = many[word];
    long reader = readers[word];
    if (list != null) {
      list.note(warp, epoch, lanes, mask);
    } else if (reader == epoch) {
      readLanes[word] = WordLanes.joined(readLanes[word], readBytes[word], lanes, mask);
      readBytes[word] |= (byte) mask;
    } else if (reader == 0 || warp.isAfter(reader)) {
      readers[word] = epoch;
      readPlaces[word] = warp.at();
      readLanes[word] = lanes;
      readBytes[word] = (byte) mask;
    } else {
      list = new Readers(reader, readPlaces[word], readLanes[word], readBytes[word]);
      list.note(warp, epoch, lanes, mask);
      many[word] = list;
    }
  }

  /** A write of the bytes in {@code mask} of a word, by {@link WordLanes}. */
  void write(Warp warp, long epoch, int lanes, int word, int mask) {
    clean = false;
    if (!isOwnWrite(epoch, lanes, word)) {
      requireAfterWrite(warp, epoch, lanes, word, mask, "write");
    }
    requireAfterReads(warp, epoch, lanes, word, mask);
    int old = writers[word] == epoch ? writeBytes[word] : 0;
    int kept = WordLanes.bits(old & ~mask);
    writeLanes[word] = (writeLanes[word] & kept) | (lanes & ~kept);
    writeBytes[word] = (byte) (old | mask);
    writers[word] = epoch;
    writePlaces[word] = warp.at();
    if (mask == ALL_BYTES) {
      readers[word] = 0;
      many[word] = null;
    }
  }

  /** Reads of whole words; neighbours mostly have the same writer and the same reader before. */
  void readRun(Warp warp, long epoch, int lane, int laneBytes, int first, int count) {
    clean = false;
    long ordered = 0;
    long before = 0;
    int place = warp.at();
    for (int word = first; word < first + count; word++) {
      int lanes = WordLanes.of(lane, laneBytes, (word - first) * GRAIN);
      long writer = writers[word];
      long reader = readers[word];
      if (isKnown(epoch, lanes, word, ordered, before)) {
        readers[word] = epoch;
        readPlaces[word] = place;
        readLanes[word] = lanes;
        readBytes[word] = ALL_BYTES;
      } else {
        read(warp, epoch, lanes, word, ALL_BYTES);
        ordered = writer != 0 && warp.areAfter(writer) ? writer : ordered;
        before = reader != 0 && warp.areAfter(reader) ? reader : before;
      }
    }
  }

  /** Writes of whole words. */
  void writeRun(Warp warp, long epoch, int lane, int laneBytes, int first, int count) {
    clean = false;
    long ordered = 0;
    long before = 0;
    int place = warp.at();
    for (int word = first; word < first + count; word++) {
      int lanes = WordLanes.of(lane, laneBytes, (word - first) * GRAIN);
      long writer = writers[word];
      long reader = readers[word];
      if (isKnown(epoch, lanes, word, ordered, before)) {
        writers[word] = epoch;
        writePlaces[word] = place;
        writeLanes[word] = lanes;
        writeBytes[word] = ALL_BYTES;
        readers[word] = 0;
      } else {
        write(warp, epoch, lanes, word, ALL_BYTES);
        ordered = writer != 0 && warp.areAfter(writer) ? writer : ordered;
        before = reader != 0 && warp.areAfter(reader) ? reader : before;
      }
    }
  }

  /** Whether nothing has to be looked up: all who were here are the same, or known to be before. */
  private boolean isKnown(long epoch, int lanes, int word, long ordered, long before) {
    long reader = readers[word];
    boolean read =
        reader == 0
            || reader == before
            || (reader == epoch && ((readLanes[word] ^ lanes) & apart) == 0);
    return read
        && (writers[word] == ordered || isOwnWrite(epoch, lanes, word))
        && many[word] == null;
  }

  /** Whether nobody else has written a word, or nobody at all. */
  private boolean isOwnWrite(long epoch, int lanes, int word) {
    long writer = writers[word];
    return writer == 0 || (writer == epoch && ((writeLanes[word] ^ lanes) & apart) == 0);
  }

  private void requireAfterWrite(
      Warp warp, long epoch, int lanes, int word, int mask, String what) {
    long writer = writers[word];
    int by = writeLanes[word];
    int number = unordered(warp, writer, by, epoch, lanes, writeBytes[word] & mask);
    if (number >= 0) {
      throw conflicts.race(
          warp,
          offset(word),
          new Conflicts.Access(what, epoch, WordLanes.at(lanes, number), warp.at()),
          new Conflicts.Access("write", writer, WordLanes.at(by, number), writePlaces[word]));
    }
  }

  private void requireAfterReads(Warp warp, long epoch, int lanes, int word, int mask) {
    Readers list = many[word];
    if (list != null) {
      for (int i = 0; i < list.size(); i++) {
        int both = list.mask(i) & mask;
        requireAfterRead(
            warp, epoch, lanes, word, both, list.epoch(i), list.lanes(i), list.place(i));
      }
    } else if (readers[word] != 0) {
      int both = readBytes[word] & mask;
      requireAfterRead(
          warp, epoch, lanes, word, both, readers[word], readLanes[word], readPlaces[word]);
    }
  }

  private void requireAfterRead(
      Warp warp, long epoch, int lanes, int word, int both, long reader, int by, int place) {
    int number = unordered(warp, reader, by, epoch, lanes, both);
    if (number >= 0) {
      throw conflicts.race(
          warp,
          offset(word),
          new Conflicts.Access("write", epoch, WordLanes.at(lanes, number), warp.at()),
          new Conflicts.Access("read", reader, WordLanes.at(by, number), place));
    }
  }

  /** The first byte of {@code both} that two accesses may not share, or −1. */
  private int unordered(Warp warp, long earlier, int by, long epoch, int lanes, int both) {
    if (both == 0 || Epoch.mayMeet(earlier, epoch) || warp.areAfter(earlier)) {
      return -1;
    }
    for (int left = both; left != 0; left &= left - 1) {
      int number = Integer.numberOfTrailingZeros(left);
      if (!warp.isAfter(earlier, WordLanes.at(by, number), WordLanes.at(lanes, number))) {
        return number;
      }
    }
    return -1;
  }

  private long offset(int word) {
    return base + (long) word * GRAIN;
  }

  /** The bytes of a word that an access touches, as a mask. */
  static int mask(long word, long offset, int bytes) {
    int first = (int) Math.max(offset - word * GRAIN, 0);
    int end = (int) Math.min(offset + bytes - word * GRAIN, GRAIN);
    return (1 << end) - (1 << first);
  }
}
