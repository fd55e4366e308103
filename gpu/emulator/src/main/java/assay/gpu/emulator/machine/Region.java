package assay.gpu.emulator.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A run of bytes at consecutive addresses that knows which of them were ever written.
 *
 * <p>It is kept in parts that are made when first touched, so it may be larger than an array. Two
 * blocks may write into one region at a time, so marking is atomic where it changes a word. No
 * access crosses from one part to the next, since all are aligned.
 */
@SuppressWarnings("ReferenceEquality") // ALL is one array, not any empty one
public final class Region {

  static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle MARKS = MethodHandles.arrayElementVarHandle(long[].class);

  /** 16 MiB. */
  static final int PART_BITS = 24;

  private static final int PART = 1 << PART_BITS;

  /** In place of marks: every byte is written. */
  private static final long[] ALL = {};

  private final long base;
  private final long bytes;
  private final boolean tracked;
  private final byte[] @Nullable [] parts;
  private final long[] @Nullable [] marks;
  private int slot = -1;

  private static final int SHARED = Integer.MIN_VALUE;

  /** Bytes and marks of a few neighbours, as they once were. */
  record Saved(long offset, byte[] data, long[] marks) {}

  /**
   * @param base the address of the first byte
   * @param tracked false if reads of bytes that were never written are allowed
   */
  public Region(long base, long bytes, boolean tracked) {
    int count = Math.toIntExact(Math.ceilDiv(Math.max(bytes, 1), (long) PART));
    this.base = base;
    this.bytes = bytes;
    this.tracked = tracked;
    this.parts = new byte[count][];
    this.marks = new long[count][];
    part(0);
  }

  public long base() {
    return base;
  }

  public long bytes() {
    return bytes;
  }

  /** The number of an allocation among those of a launch; −1 for other memory. */
  int slot() {
    return slot;
  }

  void number(int number) {
    slot = number;
  }

  /** Makes it a part of a block's shared memory, the one with this number. */
  void numberShared(int number) {
    slot = SHARED + number;
  }

  boolean isShared() {
    return slot < -1;
  }

  int sharedSlot() {
    return slot - SHARED;
  }

  private byte[] part(int number) {
    byte[] part = parts[number];
    return part == null ? make(number) : part;
  }

  private synchronized byte[] make(int number) {
    byte[] part = parts[number];
    if (part == null) {
      int size = (int) Math.min(bytes - ((long) number << PART_BITS), PART);
      part = new byte[size];
      marks[number] = tracked ? new long[(size + 63) / 64] : ALL;
      parts[number] = part;
    }
    return part;
  }

  byte[] at(long offset) {
    return part((int) (offset >>> PART_BITS));
  }

  static int in(long offset) {
    return (int) offset & PART - 1;
  }

  /**
   * Forgets every write; the bytes themselves become a pattern that no program expects, and that
   * differs from one {@code owner} to the next.
   */
  public void forget(int owner) {
    for (int i = 0; i < parts.length; i++) {
      Arrays.fill(part(i), (byte) (0xa5 ^ 0x3b * owner));
      if (tracked) {
        long[] old = marks[i];
        if (old == null || old == ALL) {
          marks[i] = new long[(part(i).length + 63) / 64];
        } else {
          Arrays.fill(old, 0);
        }
      }
    }
  }

  public boolean contains(long address, long count) {
    long offset = address - base;
    return offset >= 0 && offset <= bytes - count;
  }

  public boolean isWritten(long offset, int count) {
    int here = PART - in(offset);
    if (count > here) {
      return isWritten(offset, here) && isWritten(offset + here, count - here);
    }
    long[] part = marks[(int) (offset >>> PART_BITS)];
    if (part == ALL) {
      return true;
    }
    if (part == null) {
      return !tracked;
    }
    int end = in(offset) + count;
    for (int at = in(offset); at < end; ) {
      int some = Math.min(64 - (at & 63), end - at);
      long wanted = bits(at, some);
      if ((part[at >>> 6] & wanted) != wanted) {
        return false;
      }
      at += some;
    }
    return true;
  }

  public void markWritten(long offset, int count) {
    int here = PART - in(offset);
    if (count > here) {
      markWritten(offset, here);
      markWritten(offset + here, count - here);
      return;
    }
    int number = (int) (offset >>> PART_BITS);
    byte[] data = part(number);
    long[] part = marks[number];
    if (part == ALL || part == null) {
      return;
    }
    if (count == data.length) {
      marks[number] = ALL;
      return;
    }
    int end = in(offset) + count;
    for (int at = in(offset); at < end; ) {
      int some = Math.min(64 - (at & 63), end - at);
      long wanted = bits(at, some);
      if ((part[at >>> 6] & wanted) != wanted) {
        MARKS.getAndBitwiseOr(part, at >>> 6, wanted);
      }
      at += some;
    }
  }

  private static long bits(int at, int count) {
    return (count == 64 ? -1L : (1L << count) - 1) << (at & 63);
  }

  /** Copies bytes in, from anywhere to anywhere, and marks them. */
  public void write(long offset, MemorySegment source) {
    long done = 0;
    while (done < source.byteSize()) {
      byte[] part = at(offset + done);
      int to = in(offset + done);
      int count = (int) Math.min(source.byteSize() - done, part.length - to);
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, done, part, to, count);
      markWritten(offset + done, count);
      done += count;
    }
  }

  /** Copies bytes out. */
  public void read(long offset, MemorySegment target) {
    long done = 0;
    while (done < target.byteSize()) {
      byte[] part = at(offset + done);
      int from = in(offset + done);
      int count = (int) Math.min(target.byteSize() - done, part.length - from);
      MemorySegment.copy(part, from, target, ValueLayout.JAVA_BYTE, done, count);
      done += count;
    }
  }

  public void fill(byte value) {
    for (int i = 0; i < parts.length; i++) {
      Arrays.fill(part(i), value);
      marks[i] = ALL;
    }
  }

  /** Takes the bytes of another region for its first; those never written there are not here. */
  public void copyFrom(Region source) {
    for (long at = 0; at < source.bytes; at += Long.SIZE) {
      int count = (int) Math.min(Long.SIZE, source.bytes - at);
      System.arraycopy(source.at(at), in(at), at(at), in(at), count);
      setWritten(at, bits(0, count), source.written(at));
    }
  }

  /** Of 64 bytes, which are written, as bits. */
  private long written(long offset) {
    long[] part = marks[(int) (offset >>> PART_BITS)];
    return part == ALL || part == null ? -1L : part[in(offset) >>> 6];
  }

  private void setWritten(long offset, long which, long written) {
    int number = (int) (offset >>> PART_BITS);
    long[] part = marks[number];
    if (!tracked || part == null || (part == ALL && (written | ~which) == -1L)) {
      return;
    }
    if (part == ALL) {
      part = new long[(part(number).length + 63) / 64];
      Arrays.fill(part, -1L);
      marks[number] = part;
    }
    part[in(offset) >>> 6] = (part[in(offset) >>> 6] & ~which) | (written & which);
  }

  /** The page from an offset on. */
  synchronized Saved save(long offset) {
    byte[] part = at(offset);
    int from = in(offset);
    int end = Math.min(from + (1 << CoarseWatch.PAGE_BITS), part.length);
    long[] written = marks[(int) (offset >>> PART_BITS)];
    long[] kept =
        written == null || written == ALL
            ? ALL
            : Arrays.copyOfRange(written, from / 64, Math.ceilDiv(end, 64));
    return new Saved(offset, Arrays.copyOfRange(part, from, end), kept);
  }

  void restore(Saved saved) {
    int number = (int) (saved.offset >>> PART_BITS);
    int from = in(saved.offset);
    System.arraycopy(saved.data, 0, part(number), from, saved.data.length);
    long[] written = marks[number];
    if (saved.marks != ALL && written != null) {
      if (written == ALL) {
        written = new long[(part(number).length + 63) / 64];
        marks[number] = written;
      }
      System.arraycopy(saved.marks, 0, written, from / 64, saved.marks.length);
    }
  }

  public int getByte(long offset) {
    return at(offset)[in(offset)] & 0xff;
  }

  public int getShort(long offset) {
    return (short) SHORTS.get(at(offset), in(offset)) & 0xffff;
  }

  public int getInt(long offset) {
    return (int) INTS.get(at(offset), in(offset));
  }

  public long getLong(long offset) {
    return (long) LONGS.get(at(offset), in(offset));
  }

  public void putByte(long offset, int value) {
    at(offset)[in(offset)] = (byte) value;
  }

  public void putShort(long offset, int value) {
    SHORTS.set(at(offset), in(offset), (short) value);
  }

  public void putInt(long offset, int value) {
    INTS.set(at(offset), in(offset), value);
  }

  public void putLong(long offset, long value) {
    LONGS.set(at(offset), in(offset), value);
  }
}
