package assay.files;

import java.lang.foreign.MemorySegment;

/**
 * Where the central directory of a zip archive lies: its end record, and the wide one where numbers
 * do not fit. An archive with a comment is refused, so that no other end can be found than this.
 */
record ZipDirectory(MemorySegment records, long entries, long offset) {

  private static final long END = 0x06054b50L;
  private static final int END_BYTES = 22;
  private static final long WIDE_LOCATOR = 0x07064b50L;
  private static final int LOCATOR_BYTES = 20;
  private static final long WIDE_END = 0x06064b50L;
  private static final int WIDE_END_BYTES = 56;

  static ZipDirectory find(MappedFile file) throws BadFile {
    MemorySegment bytes = file.bytes();
    long end = file.size() - END_BYTES;
    if (end < 0 || LittleEndian.u32(bytes, end) != END || LittleEndian.u16(bytes, end + 20) != 0) {
      throw file.place().bad("its last 22 bytes are not the end of a zip archive without comment");
    }
    if (LittleEndian.u16(bytes, end + 4) != 0 || LittleEndian.u16(bytes, end + 6) != 0) {
      throw file.place().bad("it is one disk of an archive; it must be all of it");
    }
    long locator = end - LOCATOR_BYTES;
    if (locator >= 0 && LittleEndian.u32(bytes, locator) == WIDE_LOCATOR) {
      return wide(file, locator);
    }
    return slice(
        file,
        LittleEndian.u16(bytes, end + 10),
        LittleEndian.u32(bytes, end + 12),
        LittleEndian.u32(bytes, end + 16),
        end);
  }

  private static ZipDirectory wide(MappedFile file, long locator) throws BadFile {
    MemorySegment bytes = file.bytes();
    long end = LittleEndian.u64(bytes, locator + 8);
    if (end != locator - WIDE_END_BYTES || end < 0 || LittleEndian.u32(bytes, end) != WIDE_END) {
      throw file.place().bad("its zip64 end is said to be at %d; it must be there", end);
    }
    return slice(
        file,
        LittleEndian.u64(bytes, end + 32),
        LittleEndian.u64(bytes, end + 40),
        LittleEndian.u64(bytes, end + 48),
        end);
  }

  private static ZipDirectory slice(MappedFile file, long entries, long size, long offset, long end)
      throws BadFile {
    if (size < 0 || size > end || offset != end - size) {
      throw file.place()
          .bad("its directory has %d bytes at %d; it must end at %d", size, offset, end);
    }
    return new ZipDirectory(file.bytes().asSlice(offset, size), entries, offset);
  }
}
