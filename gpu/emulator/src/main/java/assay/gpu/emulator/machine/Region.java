package assay.gpu.emulator.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A run of bytes at consecutive addresses that knows which of them were ever written.
 *
 * <p>Two blocks may write into one region at a time, so marking is atomic where it changes a word.
 */
public final class Region {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle MARKS = MethodHandles.arrayElementVarHandle(long[].class);

  private final long base;
  private final byte[] data;
  private final long[] marks;
  private boolean allWritten;

  /**
   * @param base the address of the first byte
   * @param tracked false if reads of bytes that were never written are allowed
   */
  public Region(long base, int bytes, boolean tracked) {
    this.base = base;
    this.data = new byte[bytes];
    this.marks = new long[tracked ? (bytes + 63) / 64 : 0];
    this.allWritten = !tracked;
  }

  public long base() {
    return base;
  }

  public int bytes() {
    return data.length;
  }

  public byte[] data() {
    return data;
  }

  /**
   * Forgets every write; the bytes themselves become a pattern that no program expects, and that
   * differs from one {@code owner} to the next.
   */
  public void forget(int owner) {
    if (marks.length > 0) {
      Arrays.fill(marks, 0);
      allWritten = false;
    }
    Arrays.fill(data, (byte) (0xa5 ^ 0x3b * owner));
  }

  public boolean contains(long address, int bytes) {
    long offset = address - base;
    return offset >= 0 && offset <= data.length - (long) bytes;
  }

  public boolean isWritten(int offset, int bytes) {
    if (allWritten) {
      return true;
    }
    int end = offset + bytes;
    int at = offset;
    while (at < end) {
      int count = Math.min(64 - (at & 63), end - at);
      long wanted = bits(at, count);
      if ((marks[at >>> 6] & wanted) != wanted) {
        return false;
      }
      at += count;
    }
    return true;
  }

  public void markWritten(int offset, int bytes) {
    if (allWritten) {
      return;
    }
    if (bytes == data.length) {
      allWritten = true;
      return;
    }
    int end = offset + bytes;
    int at = offset;
    while (at < end) {
      int count = Math.min(64 - (at & 63), end - at);
      long wanted = bits(at, count);
      if ((marks[at >>> 6] & wanted) != wanted) {
        MARKS.getAndBitwiseOr(marks, at >>> 6, wanted);
      }
      at += count;
    }
  }

  private static long bits(int at, int count) {
    return (count == 64 ? -1L : (1L << count) - 1) << (at & 63);
  }

  public int getByte(int offset) {
    return data[offset] & 0xff;
  }

  public int getShort(int offset) {
    return (short) SHORTS.get(data, offset) & 0xffff;
  }

  public int getInt(int offset) {
    return (int) INTS.get(data, offset);
  }

  public long getLong(int offset) {
    return (long) LONGS.get(data, offset);
  }

  public void putByte(int offset, int value) {
    data[offset] = (byte) value;
  }

  public void putShort(int offset, int value) {
    SHORTS.set(data, offset, (short) value);
  }

  public void putInt(int offset, int value) {
    INTS.set(data, offset, value);
  }

  public void putLong(int offset, long value) {
    LONGS.set(data, offset, value);
  }

  /** Reads a word per lane, {@code stride} bytes apart. */
  void getInts(int start, int stride, int[] to) {
    for (int lane = 0; lane < Warp.LANES; lane++) {
      to[lane] = (int) INTS.get(data, start + lane * stride);
    }
  }

  /** Reads a zero-extended halfword per lane, {@code stride} bytes apart. */
  void getShorts(int start, int stride, int[] to) {
    for (int lane = 0; lane < Warp.LANES; lane++) {
      to[lane] = (short) SHORTS.get(data, start + lane * stride) & 0xffff;
    }
  }
}
