package assay.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of named tensors: eight bytes of header length, a JSON header, the data.
 *
 * <p>Tensors are views of the mapped file; nothing is copied, and files may be of any size. {@code
 * docs/files.md} lists what is refused.
 *
 * <p>Source: safetensors' documentation, "Format"; its reader's limit for the header.
 */
public final class Safetensors {

  private static final int LENGTH_BYTES = 8;

  private Safetensors() {}

  /**
   * The tensors of one file.
   *
   * @param arena what the mapping lives in
   * @throws BadFile if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static StoredTensors map(Path file, Arena arena) throws IOException {
    MappedFile mapped = MappedFile.open(file, arena);
    Place place = mapped.place();
    int headerBytes = headerBytes(mapped);
    byte[] json = mapped.copy(LENGTH_BYTES, headerBytes);
    if (headerBytes == 0 || json[0] != '{') {
      throw place.bad("its header does not begin with {; it must be a JSON object");
    }
    SafetensorsHeader header = SafetensorsHeader.parse(place, json);
    MemorySegment data = mapped.bytes().asSlice(LENGTH_BYTES + headerBytes);
    List<SafetensorsEntry> entries =
        SafetensorsLayout.check(place, header.entries(), data.byteSize());
    Map<String, StoredTensor> tensors = LinkedHashMap.newLinkedHashMap(entries.size());
    for (SafetensorsEntry entry : entries) {
      tensors.put(entry.name(), view(entry, data));
    }
    return new StoredTensors(header.metadata(), tensors);
  }

  /**
   * The tensors of a checkpoint in several files, whose metadata are those of its index.
   *
   * @param index {@code model.safetensors.index.json}; its files lie beside it
   * @param arena what the mappings live in
   * @throws BadFile if index and files are not what they should be, or contradict each other
   * @throws IOException if one of them cannot be read
   */
  public static StoredTensors mapSharded(Path index, Arena arena) throws IOException {
    return ShardIndex.read(index).map(arena);
  }

  /**
   * Writes all tensors to one file, which replaces one of that name when it is complete.
   *
   * @param metadata free texts; may be empty
   * @param tensors in any order, of any size; no name twice
   * @throws IllegalArgumentException if two tensors share a name or one is called {@code
   *     __metadata__}
   */
  public static void write(
      Path file, Map<String, String> metadata, Collection<StoredTensor> tensors)
      throws IOException {
    OutputFile.write(file, channel -> SafetensorsWriter.write(channel, metadata, tensors));
  }

  /**
   * Writes all tensors to several files, {@code model-00001-of-00003.safetensors} and so on, and
   * then {@code model.safetensors.index.json}; files of these names are replaced.
   *
   * @param folder must exist
   * @param metadata free texts of every file; may be empty
   * @param tensors in the order in which they are to lie, of any size; no name twice
   * @param bytesPerShard of data in a file, at least 1; only a tensor that alone is larger exceeds
   *     it
   * @throws IllegalArgumentException as {@link #write}, and if {@code bytesPerShard} is too small
   */
  public static void writeSharded(
      Path folder,
      Map<String, String> metadata,
      Collection<StoredTensor> tensors,
      long bytesPerShard)
      throws IOException {
    if (bytesPerShard < 1) {
      throw new IllegalArgumentException(
          "bytesPerShard is " + bytesPerShard + "; it must be at least 1");
    }
    ShardWriter.write(folder, metadata, tensors, bytesPerShard);
  }

  private static int headerBytes(MappedFile mapped) throws BadFile {
    if (mapped.size() < LENGTH_BYTES) {
      throw mapped.place().bad("it has %d bytes; the header's length takes 8", mapped.size());
    }
    long length = LittleEndian.u64(mapped.bytes(), 0);
    long most = Math.min(StrictJson.MAX_BYTES, mapped.size() - LENGTH_BYTES);
    if (length < 0 || length > most) {
      throw mapped
          .place()
          .bad("header length is %s; at most %d", Long.toUnsignedString(length), most);
    }
    return (int) length;
  }

  private static StoredTensor view(SafetensorsEntry entry, MemorySegment data) {
    MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
    return new StoredTensor(entry.name(), entry.type(), entry.shape(), bytes);
  }
}
