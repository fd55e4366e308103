package assay.gpu.emulator.machine;

import org.jspecify.annotations.Nullable;

/**
 * Who has read and written each word of a run of memory.
 *
 * <p>Two accesses of different agents to a byte, one of them a write, are a race if neither comes
 * before the other, whatever order they happened to run in.
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
  private final byte[] writeBytes;
  private final long[] readers;
  private final int[] readPlaces;
  private final byte[] readBytes;
  private final @Nullable Readers[] many;
  private boolean clean = true;

  /**
   * @param base the offset of the first word
   */
  Shadow(Conflicts conflicts, long base, int words) {
    this.conflicts = conflicts;
    this.base = base;
    this.writers = new long[words];
    this.writePlaces = new int[words];
    this.writeBytes = new byte[words];
    this.readers = new long[words];
    this.readPlaces = new int[words];
    this.readBytes = new byte[words];
    this.many = new Readers[words];
  }

  /** Forgets everything. */
  void clear() {
    if (!clean) {
      java.util.Arrays.fill(writers, 0);
      java.util.Arrays.fill(readers, 0);
      java.util.Arrays.fill(many, null);
      clean = true;
    }
  }

  /** A read of the bytes in {@code mask} of a word. */
  void read(Warp warp, long epoch, int lane, int word, int mask) {
    clean = false;
    long writer = writers[word];
    if (writer != 0 && writer != epoch) {
      requireAfterWrite(warp, epoch, lane, word, mask, "read");
    }
    Readers list = many[word];
    if (list != null) {
      list.note(warp, epoch, mask);
    } else if (readers[word] == epoch) {
      readBytes[word] |= (byte) mask;
    } else if (readers[word] == 0 || warp.isAfter(readers[word])) {
      readers[word] = epoch;
      readPlaces[word] = warp.at();
      readBytes[word] = (byte) mask;
    } else {
      list = new Readers(readers[word], readPlaces[word], readBytes[word]);
      list.note(warp, epoch, mask);
      many[word] = list;
    }
  }

  /** A write of the bytes in {@code mask} of a word. */
  void write(Warp warp, long epoch, int lane, int word, int mask) {
    clean = false;
    long writer = writers[word];
    if (writer != 0 && writer != epoch) {
      requireAfterWrite(warp, epoch, lane, word, mask, "write");
    }
    requireAfterReads(warp, epoch, lane, word, mask);
    writeBytes[word] = (byte) (writer == epoch ? writeBytes[word] | mask : mask);
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
    long ordered = epoch;
    long before = epoch;
    int place = warp.at();
    for (int word = first; word < first + count; word++) {
      long writer = writers[word];
      long reader = readers[word];
      boolean known =
          many[word] == null
              && (writer == 0 || writer == ordered)
              && (reader == 0 || reader == before);
      if (known) {
        readers[word] = epoch;
        readPlaces[word] = place;
        readBytes[word] = ALL_BYTES;
      } else {
        read(warp, epoch, lane + (word - first) * GRAIN / laneBytes, word, ALL_BYTES);
        ordered = writer == 0 ? ordered : writer;
        before = readers[word] == epoch && reader != 0 ? reader : before;
      }
    }
  }

  /** Writes of whole words. */
  void writeRun(Warp warp, long epoch, int lane, int laneBytes, int first, int count) {
    clean = false;
    long ordered = epoch;
    long before = epoch;
    int place = warp.at();
    for (int word = first; word < first + count; word++) {
      long writer = writers[word];
      long reader = readers[word];
      boolean known =
          many[word] == null
              && (writer == 0 || writer == ordered)
              && (reader == 0 || reader == before);
      if (known) {
        writers[word] = epoch;
        writePlaces[word] = place;
        writeBytes[word] = ALL_BYTES;
        readers[word] = 0;
      } else {
        write(warp, epoch, lane + (word - first) * GRAIN / laneBytes, word, ALL_BYTES);
        ordered = writer == 0 ? ordered : writer;
        before = reader == 0 ? before : reader;
      }
    }
  }

  private void requireAfterWrite(Warp warp, long epoch, int lane, int word, int mask, String what) {
    long writer = writers[word];
    if ((writeBytes[word] & mask) != 0 && unordered(warp, writer, epoch)) {
      throw conflicts.race(
          warp, lane, what, epoch, offset(word), "write", writer, writePlaces[word]);
    }
  }

  private void requireAfterReads(Warp warp, long epoch, int lane, int word, int mask) {
    Readers list = many[word];
    if (list != null) {
      for (int i = 0; i < list.size(); i++) {
        requireAfterRead(
            warp, epoch, lane, word, list.mask(i) & mask, list.epoch(i), list.place(i));
      }
    } else if (readers[word] != 0 && readers[word] != epoch) {
      int both = readBytes[word] & mask;
      requireAfterRead(warp, epoch, lane, word, both, readers[word], readPlaces[word]);
    }
  }

  private void requireAfterRead(
      Warp warp, long epoch, int lane, int word, int both, long reader, int place) {
    if (both != 0 && unordered(warp, reader, epoch)) {
      throw conflicts.race(warp, lane, "write", epoch, offset(word), "read", reader, place);
    }
  }

  private static boolean unordered(Warp warp, long earlier, long epoch) {
    return !Epoch.mayMeet(earlier, epoch) && !warp.isAfter(earlier);
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
