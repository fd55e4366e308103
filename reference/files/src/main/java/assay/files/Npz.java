package assay.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's file of several arrays: a zip archive of {@link Npy} files, stored or deflated.
 *
 * <p>Stored arrays are views of the mapped file; deflated ones are inflated outside the heap. Both
 * are held against their checksum, so every byte is read once. What is written is stored, and has
 * no time of its own: the same tensors give the same file.
 *
 * <p>Source: NumPy's documentation, {@code numpy.savez}.
 */
public final class Npz {

  private static final String SUFFIX = ".npy";

  /** The first instant that zip can say. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * All arrays, each under its entry's name without {@code .npy}.
   *
   * @param arena what mapping and inflated arrays live in
   * @throws BadFile if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static StoredTensors map(Path file, Arena arena) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (ZipMember member : ZipArchive.members(MappedFile.open(file, arena))) {
      if (!member.name().endsWith(SUFFIX)) {
        throw member.place().bad("its name must end in .npy");
      }
      StoredTensor tensor = read(member, arena);
      tensors.put(tensor.name(), tensor);
    }
    return new StoredTensors(Map.of(), tensors);
  }

  /**
   * Writes all arrays to one file, which replaces one of that name when it is complete.
   *
   * @throws IllegalArgumentException if two tensors share a name
   */
  public static void write(Path file, Collection<StoredTensor> tensors) throws IOException {
    OutputFile.write(file, channel -> write(channel, tensors));
  }

  static void write(WritableByteChannel channel, Collection<StoredTensor> tensors)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
      for (StoredTensor tensor : StoredTensors.distinct(tensors).values()) {
        write(zip, tensor);
      }
    }
  }

  /** A stored entry announces its checksum first, so the tensor is read twice. */
  private static void write(ZipOutputStream zip, StoredTensor tensor) throws IOException {
    byte[] header = NpyHeader.format(tensor);
    CRC32 crc = new CRC32();
    crc.update(header);
    Chunks.each(tensor.bytes(), crc::update);
    ZipEntry entry = new ZipEntry(tensor.name() + SUFFIX);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(header.length + tensor.bytes().byteSize());
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(header);
    Chunks.each(tensor.bytes(), chunk -> write(zip, chunk));
    zip.closeEntry();
  }

  private static void write(ZipOutputStream zip, ByteBuffer chunk) throws IOException {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    zip.write(bytes);
  }

  private static StoredTensor read(ZipMember member, Arena arena) throws IOException {
    NpyHeader header = NpyHeader.parse(member.place(), front(member), member.size());
    MemorySegment content = member.deflated() ? inflated(member, arena) : member.stored();
    CRC32 crc = new CRC32();
    Chunks.each(content, crc::update);
    if (crc.getValue() != member.crc()) {
      throw member.place().bad("its CRC-32 is %08x; it must be %08x", crc.getValue(), member.crc());
    }
    String name = member.name().substring(0, member.name().length() - SUFFIX.length());
    return Npy.tensor(name, header, content);
  }

  /** Enough to see the header before anything is allocated for what it announces. */
  private static MemorySegment front(ZipMember member) throws BadFile {
    if (!member.deflated()) {
      return member.stored();
    }
    int bytes = (int) Math.min(NpyHeader.MAX_BYTES, member.size());
    MemorySegment front = MemorySegment.ofArray(new byte[bytes]);
    Inflation.front(member, front);
    return front;
  }

  private static MemorySegment inflated(ZipMember member, Arena arena) throws BadFile {
    MemorySegment content;
    try {
      content = arena.allocate(member.size());
    } catch (OutOfMemoryError tooLarge) {
      throw member
          .place()
          .bad("it takes %d bytes of memory, more than the JVM may allocate", member.size());
    }
    Inflation.all(member, content);
    return content;
  }
}
