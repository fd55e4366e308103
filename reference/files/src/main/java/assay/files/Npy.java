package assay.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * NumPy's file of one array, versions 1.0 to 3.0, little-endian and in C order.
 *
 * <p>NumPy has no bf16 and no fp8: they are written as their codes, {@code u2} and {@code u1}, and
 * {@link StoredTensor#as} makes numbers of them again. F4 and F6 are not written.
 *
 * <p>Source: NumPy's documentation, {@code numpy.lib.format}.
 */
public final class Npy {

  private Npy() {}

  /**
   * The array, a view of the mapped file, under the file's name without {@code .npy}.
   *
   * @param arena what the mapping lives in
   * @throws BadFile if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static StoredTensor map(Path file, Arena arena) throws IOException {
    MappedFile mapped = MappedFile.open(file, arena);
    NpyHeader header = NpyHeader.parse(mapped.place(), mapped.bytes(), mapped.size());
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.npy$", "");
    return tensor(name, header, mapped.bytes());
  }

  /** Writes the array to a file, which replaces one of that name when it is complete. */
  public static void write(Path file, StoredTensor tensor) throws IOException {
    OutputFile.write(file, channel -> write(channel, tensor));
  }

  static void write(WritableByteChannel channel, StoredTensor tensor) throws IOException {
    Chunks.write(MemorySegment.ofArray(NpyHeader.format(tensor)), channel);
    Chunks.write(tensor.bytes(), channel);
  }

  static StoredTensor tensor(String name, NpyHeader header, MemorySegment file) {
    return new StoredTensor(name, header.type(), header.shape(), file.asSlice(header.bytes()));
  }
}
