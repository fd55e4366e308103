package assay.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes tensors to several files with an index. */
final class Shards {

  private Shards() {}

  static void write(Path folder, List<StoredTensor> tensors, int shards) throws IOException {
    Map<String, List<StoredTensor>> files = new TreeMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      String file = name(i % shards, shards);
      files.computeIfAbsent(file, _ -> new ArrayList<>()).add(tensors.get(i));
    }
    Map<String, String> placed = new TreeMap<>();
    for (Map.Entry<String, List<StoredTensor>> file : files.entrySet()) {
      Safetensors.write(folder.resolve(file.getKey()), Map.of("format", "pt"), file.getValue());
      file.getValue().forEach(tensor -> placed.put(tensor.name(), file.getKey()));
    }
    writeIndex(folder, placed);
  }

  static Path writeIndex(Path folder, Map<String, String> placed) throws IOException {
    String map =
        placed.entrySet().stream()
            .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(",\n"));
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\": {\"total_size\": 12}, \"weight_map\": {" + map + "}}");
  }

  static String name(int shard, int shards) {
    return "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards);
  }
}
