package assay.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** Thousands of damaged files give tensors that lie within the file, or {@link BadFile}. */
final class DamageTest {

  private static final int DAMAGES = 3_000;

  @TempDir Path folder;

  @Test
  void safetensors() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Safetensors.write(file, Map.of("format", "pt"), Samples.ofEveryType(1));
    both(Damage.survey(file, DAMAGES, DamageTest::readSafetensors));
  }

  @Test
  void npy() throws IOException {
    Path file = folder.resolve("array.npy");
    Npy.write(file, Samples.random("array", DataType.F32, List.of(3L, 5L), 1));
    both(Damage.survey(file, DAMAGES, (damaged, arena) -> touch(Npy.map(damaged, arena))));
  }

  @Test
  void storedNpz() throws IOException {
    Path file = folder.resolve("arrays.npz");
    Npz.write(file, NpzTest.arrays());
    both(Damage.survey(file, DAMAGES, DamageTest::readNpz));
  }

  @Test
  void deflatedNpz() throws IOException {
    Path file = folder.resolve("arrays.npz");
    Npz.write(file, NpzTest.arrays());
    NpzTest.deflate(file);
    both(Damage.survey(file, DAMAGES, DamageTest::readNpz));
  }

  @Test
  void indexAndConfig() throws IOException {
    SampleCheckpoint sample = SampleCheckpoint.fp8(folder, true);
    for (String name : List.of("config.json", "model.safetensors.index.json")) {
      both(Damage.survey(folder.resolve(name), DAMAGES, (_, arena) -> readLayers(sample, arena)));
    }
  }

  @Test
  void aReaderThatTrustsOffsets_isCaught() throws IOException {
    Path file = folder.resolve("trusting.safetensors");
    Safetensors.write(file, Map.of(), Samples.ofEveryType(1));
    AssertionFailedError caught =
        assertThrows(
            AssertionFailedError.class,
            () -> Damage.survey(file, DAMAGES, DamageTest::readTrusting));
    assertTrue(String.valueOf(caught.getMessage()).contains("IndexOutOfBounds"));
  }

  /** Damage of data alone is not seen by the format; most other damage must be. */
  private static void both(Damage.Survey survey) {
    assertTrue(survey.taken() > 0 && survey.refused() > survey.taken() / 2, survey.toString());
  }

  private static void readSafetensors(Path file, Arena arena) throws IOException {
    StoredTensors tensors = Safetensors.map(file, arena);
    tensors.byName().values().forEach(DamageTest::touch);
    long data =
        tensors.byName().values().stream().mapToLong(tensor -> tensor.bytes().byteSize()).sum();
    long header = LittleEndian.u64(MappedFile.open(file, arena).bytes(), 0);
    assertEquals(Files.size(file), 8 + header + data);
  }

  private static void readNpz(Path file, Arena arena) throws IOException {
    Npz.map(file, arena).byName().values().forEach(DamageTest::touch);
  }

  private static void readLayers(SampleCheckpoint sample, Arena arena) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(sample.folder(), arena);
    for (int layer = 0; layer < Math.min(2, checkpoint.config().layers()); layer++) {
      var _ = checkpoint.attention(layer, arena);
    }
  }

  /** Planted: takes the header at its word. */
  private static void readTrusting(Path file, Arena arena) throws IOException {
    MappedFile mapped = MappedFile.open(file, arena);
    int header = (int) LittleEndian.u64(mapped.bytes(), 0);
    MemorySegment data = mapped.bytes().asSlice(8L + header);
    for (SafetensorsEntry entry :
        SafetensorsHeader.parse(mapped.place(), mapped.copy(8, header)).entries()) {
      var _ = data.asSlice(entry.begin(), entry.end() - entry.begin());
    }
  }

  private static void touch(StoredTensor tensor) {
    byte[] bytes = Samples.bytes(tensor);
    assertEquals(Shapes.byteSize(tensor.type(), tensor.shape()), bytes.length);
  }
}
