package assay.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A whole file as read-only memory, of any size; its pages are read when they are used.
 *
 * @param place for complaints
 * @param bytes of the file; they live as long as the arena
 */
record MappedFile(Place place, MemorySegment bytes) {

  static MappedFile open(Path file, Arena arena) throws IOException {
    requireRegular(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new MappedFile(Place.of(file), bytes);
    }
  }

  /** A pipe would wait for ever, and a folder has no bytes. */
  static void requireRegular(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new BadFile(file, "it is not a regular file");
    }
  }

  long size() {
    return bytes.byteSize();
  }

  byte[] copy(long from, int count) {
    return bytes.asSlice(from, count).toArray(ValueLayout.JAVA_BYTE);
  }
}
