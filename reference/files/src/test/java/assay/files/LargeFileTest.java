package assay.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files above 2 and 4 GiB: what a 32-bit size anywhere would break. */
final class LargeFileTest {

  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void aTensorPast2GiB_isReadWhereItLies() throws IOException {
    long count = 5 * GIB / 4;
    String header =
        "{\"w\":{\"dtype\":\"BF16\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(count, 2 * count);
    Path file = folder.resolve("read.safetensors");
    Files.write(file, SafetensorsBytes.file(header, new byte[0]));
    long size = Files.size(file) + 2 * count;
    Sparse.extend(file, size);
    Sparse.put(file, size - 2, new byte[] {(byte) 0x80, 0x3F});
    try (Arena arena = Arena.ofConfined()) {
      Elements w = Safetensors.map(file, arena).get("w").elements().orElseThrow();
      assertEquals(count, w.count());
      assertEquals(0, w.get(count - 2));
      assertEquals(1, w.get(count - 1));
    }
  }

  @Test
  void aTensorAbove2GiB_isWritten() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Path file = folder.resolve("written.safetensors");
      StoredTensor big = marked(2 * GIB + 5, arena);
      try (WritableByteChannel channel = Sparse.channel(file)) {
        SafetensorsWriter.write(channel, Map.of(), List.of(big));
      }
      assertMarked(Safetensors.map(file, arena).get("big"), 2 * GIB + 5);
    }
  }

  /** Read without {@link Npz}, whose checksums would be one more pass over it all. */
  @Test
  void anArrayAbove4GiB_goesThroughZip64() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Path file = folder.resolve("written.npz");
      StoredTensor big = marked(4 * GIB + 5, arena);
      StoredTensor after = Samples.random("after", DataType.F32, List.of(3L), 1);
      try (WritableByteChannel channel = Sparse.channel(file)) {
        Npz.write(channel, List.of(big, after));
      }
      List<ZipMember> members = ZipArchive.members(MappedFile.open(file, arena));
      ZipMember first = members.getFirst();
      NpyHeader header = NpyHeader.parse(first.place(), first.stored(), first.size());
      assertMarked(Npy.tensor("big", header, first.stored()), 4 * GIB + 5);
      ZipMember last = members.getLast();
      NpyHeader small = NpyHeader.parse(last.place(), last.stored(), last.size());
      SafetensorsTest.assertSame(after, Npy.tensor("after", small, last.stored()));
    }
  }

  /** Zeros but for the last byte. */
  private StoredTensor marked(long count, Arena arena) throws IOException {
    Path source = folder.resolve("source");
    Sparse.put(source, count - 1, new byte[] {7});
    MemorySegment bytes = MappedFile.open(source, arena).bytes();
    return new StoredTensor("big", DataType.U8, List.of(count), bytes);
  }

  private static void assertMarked(StoredTensor tensor, long count) {
    assertEquals(List.of(count), tensor.shape());
    assertEquals(0, tensor.bytes().get(ValueLayout.JAVA_BYTE, count - 2));
    assertEquals(7, tensor.bytes().get(ValueLayout.JAVA_BYTE, count - 1));
  }
}
