package assay.files;

import static assay.files.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShardIndexTest {

  /** Of one tensor. */
  private static final int BYTES = 12;

  private static final String FIRST = ShardWriter.name(0, 2);
  private static final String SECOND = ShardWriter.name(1, 2);

  @TempDir Path folder;
  private Path index = Path.of("");

  @BeforeEach
  void writeTwoShards() throws IOException {
    Safetensors.writeSharded(folder, Map.of(), List.of(tensor("a", 1), tensor("b", 2)), BYTES);
    index = folder.resolve(ShardWriter.INDEX);
  }

  @Test
  void tensorsOfAllShards_areFound() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      StoredTensors read = Safetensors.mapSharded(index, arena);
      assertEquals(Map.of("total_size", "24"), read.metadata());
      SafetensorsTest.assertSame(tensor("a", 1), read.get("a"));
      SafetensorsTest.assertSame(tensor("b", 2), read.get("b"));
    }
  }

  @Test
  void aMissingFile() throws IOException {
    Files.delete(folder.resolve(SECOND));
    refused(
        index, "weight_map names " + SECOND + "; no such file lies beside the index", this::map);
  }

  @Test
  void aFileOutsideOfTheFolder() throws IOException {
    Path outside = folder.resolveSibling("outside.safetensors");
    Files.copy(folder.resolve(FIRST), outside);
    for (String name : List.of("../outside.safetensors", outside.toString(), "..", "sub/x", "")) {
      Shards.writeIndex(folder, Map.of("a", name));
      refused(
          index,
          "a: file is \"" + name + "\"; it must be a plain name that ends in .safetensors",
          this::map);
    }
    Files.delete(outside);
  }

  @Test
  void aTensorThatItsShardLacks() throws IOException {
    Shards.writeIndex(folder, Map.of("a", FIRST, "b", SECOND, "c", FIRST));
    refused(
        index, "weight_map places tensor c in " + FIRST + "; that file must hold it", this::map);
  }

  @Test
  void aTensorThatTwoShardsHold() throws IOException {
    Safetensors.write(folder.resolve(SECOND), Map.of(), List.of(tensor("a", 3), tensor("b", 2)));
    refused(
        index, SECOND + " holds tensor a; weight_map places it in " + FIRST + " alone", this::map);
  }

  @Test
  void aTensorThatTheIndexDoesNotName() throws IOException {
    Shards.writeIndex(folder, Map.of("a", FIRST));
    Safetensors.write(folder.resolve(FIRST), Map.of(), List.of(tensor("a", 1), tensor("c", 2)));
    refused(index, FIRST + " holds tensor c; weight_map must name it", this::map);
  }

  @Test
  void aTensorNamedTwice() throws IOException {
    Files.writeString(index, "{\"weight_map\": {\"a\": \"x.safetensors\", \"a\": \"y\"}}");
    refused(index, "it is not valid JSON: Duplicate field 'a'", this::map);
  }

  @Test
  void otherJson() throws IOException {
    Files.writeString(index, "{\"weight_map\": [1]}");
    refused(index, "weight_map is missing or no object; it must map tensors to files", this::map);
    Files.writeString(index, "");
    refused(index, "weight_map is missing or no object; it must map tensors to files", this::map);
    Files.writeString(index, "{\"weight_map\": {}, \"metadata\": 3}");
    refused(index, "metadata is NUMBER; it must be an object", this::map);
  }

  private void map() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      var _ = Safetensors.mapSharded(index, arena);
    }
  }

  private static StoredTensor tensor(String name, long seed) {
    return Samples.random(name, DataType.BF16, List.of(2L, 3L), seed);
  }
}
