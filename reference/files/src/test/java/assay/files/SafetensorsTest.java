package assay.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsTest {

  /**
   * Written down from the format's description: length, header, two numbers of 1 and −2 in BF16.
   */
  private static final String HEADER =
      "{\"__metadata__\":{\"made\":\"by hand\"},"
          + "\"w\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[0,4]}}";

  private static final byte[] DATA = {(byte) 0x80, 0x3F, 0, (byte) 0xC0};

  @TempDir Path folder;

  @Test
  void aFileWrittenByHand_isRead() throws IOException {
    Path file = folder.resolve("hand.safetensors");
    Files.write(file, SafetensorsBytes.file(HEADER, DATA));
    try (Arena arena = Arena.ofConfined()) {
      StoredTensors read = Safetensors.map(file, arena);
      assertEquals(Map.of("made", "by hand"), read.metadata());
      StoredTensor w = read.get("w");
      assertEquals(List.of(1L, 2L), w.shape());
      assertArrayEquals(new double[] {1, -2}, w.elements().orElseThrow().toDoubles());
    }
  }

  @Test
  void theSameFile_isWritten() throws IOException {
    Path file = folder.resolve("same.safetensors");
    StoredTensor w = StoredTensor.of("w", Elements.rounded(FloatFormat.BF16, 1, -2), 1, 2);
    Safetensors.write(file, Map.of("made", "by hand"), List.of(w));
    String padded = HEADER + " ".repeat(Math.floorMod(-HEADER.length(), 8));
    assertArrayEquals(SafetensorsBytes.file(padded, DATA), Files.readAllBytes(file));
  }

  @Test
  void everyType_comesBack_andStartsAtAMultipleOfItsSize() throws IOException {
    Path file = folder.resolve("all.safetensors");
    List<StoredTensor> written = Samples.ofEveryType(1);
    Map<String, String> metadata = Map.of("format", "pt", "note", "\"ü\"\n");
    Safetensors.write(file, metadata, written);
    try (Arena arena = Arena.ofConfined()) {
      StoredTensors read = Safetensors.map(file, arena);
      assertEquals(metadata, read.metadata());
      assertEquals(written.size(), read.byName().size());
      for (StoredTensor tensor : written) {
        assertSame(tensor, read.get(tensor.name()));
        long alignment = Math.max(1, tensor.type().bits() / 8);
        assertEquals(0, read.get(tensor.name()).bytes().address() % alignment);
      }
    }
  }

  @Test
  void tensorsAreTheMappedFile_andEndWithTheirArena() throws IOException {
    Path file = folder.resolve("mapped.safetensors");
    Safetensors.write(file, Map.of(), Samples.ofEveryType(2));
    StoredTensor tensor;
    try (Arena arena = Arena.ofConfined()) {
      tensor = Safetensors.map(file, arena).get("layer.F64");
      assertTrue(tensor.bytes().isMapped());
      assertTrue(tensor.bytes().isReadOnly());
    }
    assertThrows(IllegalStateException.class, () -> Samples.bytes(tensor));
  }

  @Test
  void aFileMayBeRewrittenFromItsOwnTensors() throws IOException {
    Path file = folder.resolve("again.safetensors");
    Safetensors.write(file, Map.of(), Samples.ofEveryType(3));
    byte[] before = Files.readAllBytes(file);
    try (Arena arena = Arena.ofConfined()) {
      Safetensors.write(file, Map.of(), Safetensors.map(file, arena).byName().values());
    }
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(1, files());
  }

  @Test
  void aResultIsWrittenAsItsDoubles() throws IOException {
    Path file = folder.resolve("result.safetensors");
    Tensor out =
        new Tensor(
            "out",
            List.of(new Tensor.Axis("h", 1), new Tensor.Axis("d", 3)),
            new double[] {0.1, -0.0, Double.NEGATIVE_INFINITY});
    Safetensors.write(file, Map.of(), List.of(StoredTensor.of(out)));
    try (Arena arena = Arena.ofConfined()) {
      StoredTensor read = Safetensors.map(file, arena).get("out");
      assertEquals(List.of(1L, 3L), read.shape());
      assertArrayEquals(out.values(), read.elements().orElseThrow().toDoubles());
    }
  }

  @Test
  void twoTensorsOfOneName_areRefused_andLeaveNoFile() throws IOException {
    StoredTensor w = Samples.random("w", DataType.U8, List.of(1L), 0);
    Path file = folder.resolve("twice.safetensors");
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Safetensors.write(file, Map.of(), List.of(w, w)));
    assertEquals("tensors has w twice; each name is used once", refusal.getMessage());
    assertEquals(0, files());
  }

  @Test
  void namesThatTheFormatCannotHold_areRefused() {
    Path file = folder.resolve("names.safetensors");
    for (String name : List.of("__metadata__", "half \uD800")) {
      StoredTensor w = Samples.random(name, DataType.U8, List.of(1L), 0);
      assertThrows(
          IllegalArgumentException.class, () -> Safetensors.write(file, Map.of(), List.of(w)));
    }
  }

  @Test
  void aMissingFile_isMissingAndNotBad() {
    Path file = folder.resolve("nowhere.safetensors");
    assertThrows(NoSuchFileException.class, () -> Safetensors.map(file, Arena.ofAuto()));
  }

  @Test
  void namesAreUtf8() throws IOException {
    Path file = folder.resolve("utf8.safetensors");
    Safetensors.write(file, Map.of(), List.of(Samples.random("ŵ", DataType.U8, List.of(1L), 0)));
    assertTrue(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("\"ŵ\""));
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  static void assertSame(StoredTensor expected, StoredTensor actual) {
    assertEquals(expected.name(), actual.name());
    assertEquals(expected.type(), actual.type());
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(Samples.bytes(expected), Samples.bytes(actual));
  }
}
