package assay.files;

import static assay.files.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpzTest {

  @TempDir Path folder;
  private Path file = Path.of("");

  static List<StoredTensor> arrays() {
    return List.of(
        Samples.random("x", DataType.F32, List.of(2L, 3L), 1),
        Samples.random("layer/π", DataType.I64, List.of(), 2),
        Samples.random("zeros", DataType.U8, List.of(0L), 3));
  }

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("arrays.npz");
    Npz.write(file, arrays());
  }

  @Test
  void storedArrays_areMapped() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      assertArrays(Npz.map(file, arena));
      assertTrue(Npz.map(file, arena).get("x").bytes().isMapped());
    }
  }

  @Test
  void deflatedArrays_comeBack() throws IOException {
    deflate(file);
    try (Arena arena = Arena.ofConfined()) {
      assertArrays(Npz.map(file, arena));
    }
  }

  @Test
  void theSameTensors_giveTheSameFile() throws IOException {
    byte[] first = Files.readAllBytes(file);
    write();
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  @Test
  void aFlippedBit_isSeenByTheChecksum() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(28) + 30 + 5 + 128;
    bytes[data + 1] ^= 4;
    Files.write(file, bytes);
    String message = message();
    assertTrue(message.startsWith(file + ": entry x.npy: its CRC-32 is "), message);
  }

  @Test
  void anEntryWithMoreThanItsShape_isRefused() throws IOException {
    archive("bomb.npy", concat(npy(), new byte[100_000]));
    refused(
        file, "entry bomb.npy: 100002 bytes follow the header; shape [2] of U8 takes 2", this::map);
  }

  @Test
  void anEntryThatInflatesToMoreThanItSays_isRefused() throws IOException {
    archive("bomb.npy", concat(npy(), new byte[100_000]));
    overwriteDirectory(24, npy().length);
    refused(file, "entry bomb.npy: it goes on after the 130 bytes that it announces", this::map);
  }

  @Test
  void anEntryThatSaysMoreThanDeflateCanGive_isRefused() throws IOException {
    archive("bomb.npy", npy());
    overwriteDirectory(24, 1 << 30);
    String message = message();
    assertTrue(
        message.endsWith("are said to become 1073741824; deflate gives at most 1032 for one"),
        message);
  }

  @Test
  void anEntryThatEndsEarly_isRefused() throws IOException {
    archive("short.npy", npy());
    overwriteDirectory(24, npy().length + 1);
    refused(file, "entry short.npy: it ends after 130 of 131 bytes", this::map);
  }

  @Test
  void otherFilesThanArrays_areRefused() throws IOException {
    archive("readme.txt", npy());
    refused(file, "entry readme.txt: its name must end in .npy", this::map);
  }

  @Test
  void otherNamesInHeaderAndDirectory_areRefused() throws IOException {
    archive("a.npy", npy());
    byte[] bytes = Files.readAllBytes(file);
    bytes[30] = 'b';
    Files.write(file, bytes);
    refused(
        file, "entry a.npy: its own header calls it b.npy; both names must be equal", this::map);
  }

  @Test
  void overlappingEntries_areRefused() throws IOException {
    archive("a.npy", npy());
    byte[] one = Files.readAllBytes(file);
    ByteBuffer end = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
    int directory = end.getInt(one.length - 6);
    int size = end.getInt(one.length - 10);
    byte[] record = java.util.Arrays.copyOfRange(one, directory, directory + size);
    byte[] other = record.clone();
    other[46] = 'b';
    end.putShort(one.length - 12, (short) 2).putInt(one.length - 10, 2 * size);
    byte[] tail = java.util.Arrays.copyOfRange(one, directory + size, one.length);
    byte[] head = java.util.Arrays.copyOf(one, directory);
    Files.write(file, concat(concat(head, record), concat(other, tail)));
    String message = message();
    assertTrue(
        message.contains("entry b.npy: it begins at 0 but the one before ends at "), message);
    Files.write(file, concat(concat(head, record), concat(record, tail)));
    refused(file, "entry a.npy comes twice; each name is used once", this::map);
  }

  @Test
  void whatIsNoArchive() throws IOException {
    Files.write(file, new byte[100]);
    refused(file, "its last 22 bytes are not the end of a zip archive without comment", this::map);
  }

  /** Writes the archive again with its entries deflated. */
  static void deflate(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile zip = new ZipFile(file.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : zip.stream().toList()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        zip.getInputStream(entry).transferTo(out);
      }
    }
    Files.write(file, bytes.toByteArray());
  }

  private static void assertArrays(StoredTensors read) {
    assertEquals(3, read.byName().size());
    for (StoredTensor array : arrays()) {
      SafetensorsTest.assertSame(array, read.get(array.name()));
    }
  }

  /** A file of two bytes, 130 in all. */
  private static byte[] npy() {
    StoredTensor array = Samples.random("a", DataType.U8, List.of(2L), 1);
    return concat(NpyHeader.format(array), Samples.bytes(array));
  }

  private void archive(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(content);
    }
    Files.write(file, bytes.toByteArray());
  }

  /** Sets four bytes of the first record of the directory. */
  private void overwriteDirectory(int at, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(buffer.getInt(bytes.length - 6) + at, value);
    Files.write(file, bytes);
  }

  private static byte[] concat(byte[] front, byte[] rest) {
    return ByteBuffer.allocate(front.length + rest.length).put(front).put(rest).array();
  }

  private void map() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      var _ = Npz.map(file, arena);
    }
  }

  private String message() {
    return String.valueOf(
        org.junit.jupiter.api.Assertions.assertThrows(BadFile.class, this::map).getMessage());
  }
}
