package assay.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors in several files come back through their index. */
final class ShardWriterTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 50, 200, Long.MAX_VALUE})
  void everyTypeComesBack_andNoFileIsLargerThanItMayBe(long bytesPerShard) throws IOException {
    List<StoredTensor> written = Samples.ofEveryType(1);
    Safetensors.writeSharded(folder, Map.of("format", "pt"), written, bytesPerShard);
    try (Arena arena = Arena.ofConfined()) {
      StoredTensors read = Safetensors.mapSharded(index(), arena);
      assertEquals(written.size(), read.byName().size());
      for (StoredTensor tensor : written) {
        SafetensorsTest.assertSame(tensor, read.get(tensor.name()));
      }
      for (Path file : shards()) {
        StoredTensors shard = Safetensors.map(file, arena);
        assertEquals(Map.of("format", "pt"), shard.metadata());
        assertTrue(bytes(shard) <= bytesPerShard || shard.byName().size() == 1);
      }
    }
    assertEquals(bytesPerShard == Long.MAX_VALUE, shards().size() == 1);
  }

  private static long bytes(StoredTensors tensors) {
    return tensors.byName().values().stream().mapToLong(t -> t.bytes().byteSize()).sum();
  }

  /** As the hub's own index has it. */
  @Test
  void theIndexSaysWhatLiesWhere() throws IOException {
    Safetensors.writeSharded(folder, Map.of(), List.of(tensor("b", 4), tensor("a", 5)), 8);
    assertEquals(
        """
        {
          "metadata" : {
            "total_size" : 9
          },
          "weight_map" : {
            "a" : "model-00002-of-00002.safetensors",
            "b" : "model-00001-of-00002.safetensors"
          }
        }\
        """,
        Files.readString(index()));
  }

  /** Files replace those that their own tensors are mapped from, in another order. */
  @Test
  void aCheckpointMayBeRewrittenFromItsOwnTensors() throws IOException {
    List<StoredTensor> written = Samples.ofEveryType(3);
    Safetensors.writeSharded(folder, Map.of(), written, 100);
    String before = Files.readString(index());
    try (Arena arena = Arena.ofConfined()) {
      var tensors = new ArrayList<>(Safetensors.mapSharded(index(), arena).byName().values());
      Collections.reverse(tensors);
      Safetensors.writeSharded(folder, Map.of(), tensors, 100);
      assertNotEquals(before, Files.readString(index()));
      StoredTensors again = Safetensors.mapSharded(index(), arena);
      for (StoredTensor tensor : written) {
        SafetensorsTest.assertSame(tensor, again.get(tensor.name()));
      }
    }
  }

  @Test
  void noTensors_areOneEmptyFile() throws IOException {
    Safetensors.writeSharded(folder, Map.of(), List.of(), 1);
    try (Arena arena = Arena.ofConfined()) {
      assertTrue(Safetensors.mapSharded(index(), arena).byName().isEmpty());
    }
    assertEquals(1, shards().size());
  }

  @Test
  void whatIsWrong_isRefused_andLeavesNoIndex() {
    List<StoredTensor> twice = List.of(tensor("a", 1), tensor("a", 1));
    refused("tensors has a twice; each name is used once", twice, 1);
    refused("bytesPerShard is 0; it must be at least 1", List.of(tensor("a", 1)), 0);
    assertFalse(Files.exists(index()));
  }

  private void refused(String sentence, List<StoredTensor> tensors, long bytesPerShard) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Safetensors.writeSharded(folder, Map.of(), tensors, bytesPerShard));
    assertEquals(sentence, refusal.getMessage());
  }

  private static StoredTensor tensor(String name, long bytes) {
    return Samples.random(name, DataType.U8, List.of(bytes), bytes);
  }

  private Path index() {
    return folder.resolve("model.safetensors.index.json");
  }

  private List<Path> shards() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }
}
