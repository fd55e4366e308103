package assay.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * One record of the central directory, with its 64-bit fields resolved.
 *
 * @param length of the record itself
 */
record ZipRecord(
    String name,
    int flags,
    int method,
    long crc,
    long storedSize,
    long size,
    long localOffset,
    long length) {

  private static final long SIGNATURE = 0x02014b50L;
  private static final int FIXED = 46;
  private static final long IN_EXTRA = 0xFFFFFFFFL;
  private static final int ZIP64 = 1;

  static ZipRecord read(Place place, MemorySegment directory, long at) throws BadFile {
    if (directory.byteSize() - at < FIXED || LittleEndian.u32(directory, at) != SIGNATURE) {
      throw place.bad("its directory has no entry at byte %d; it must be whole", at);
    }
    int nameBytes = LittleEndian.u16(directory, at + 28);
    int extraBytes = LittleEndian.u16(directory, at + 30);
    long length = (long) FIXED + nameBytes + extraBytes + LittleEndian.u16(directory, at + 32);
    if (length > directory.byteSize() - at) {
      throw place.bad("its directory's entry at byte %d goes past the directory's end", at);
    }
    String name = name(place, directory.asSlice(at + FIXED, nameBytes));
    Zip64 wide =
        new Zip64(place.at("entry " + name), directory, at + FIXED + nameBytes, extraBytes);
    long size = wide.resolve(LittleEndian.u32(directory, at + 24));
    long storedSize = wide.resolve(LittleEndian.u32(directory, at + 20));
    long localOffset = wide.resolve(LittleEndian.u32(directory, at + 42));
    return new ZipRecord(
        name,
        LittleEndian.u16(directory, at + 8),
        LittleEndian.u16(directory, at + 10),
        LittleEndian.u32(directory, at + 16),
        storedSize,
        size,
        localOffset,
        length);
  }

  static String name(Place place, MemorySegment bytes) throws BadFile {
    try {
      byte[] utf8 = bytes.toArray(ValueLayout.JAVA_BYTE);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException malformed) {
      throw place.bad("the name of an entry is not UTF-8");
    }
  }

  /** The extra field of wide numbers: those that do not fit in 32 bits, in the record's order. */
  private static final class Zip64 {

    private final Place place;
    private final MemorySegment numbers;
    private long at;

    Zip64(Place place, MemorySegment directory, long from, long length) throws BadFile {
      this.place = place;
      this.numbers = find(directory.asSlice(from, length));
    }

    long resolve(long narrow) throws BadFile {
      if (narrow != IN_EXTRA) {
        return narrow;
      }
      if (numbers.byteSize() - at < Long.BYTES) {
        throw place.bad("a size or offset is 0xFFFFFFFF; its zip64 field must hold the number");
      }
      long wide = LittleEndian.u64(numbers, at);
      at += Long.BYTES;
      return wide;
    }

    private MemorySegment find(MemorySegment extra) throws BadFile {
      long from = 0;
      while (extra.byteSize() - from >= 4) {
        int bytes = LittleEndian.u16(extra, from + 2);
        if (bytes > extra.byteSize() - from - 4) {
          throw place.bad("an extra field has %d bytes; it goes past its entry", bytes);
        }
        if (LittleEndian.u16(extra, from) == ZIP64) {
          return extra.asSlice(from + 4, bytes);
        }
        from += 4 + bytes;
      }
      return MemorySegment.NULL;
    }
  }
}
