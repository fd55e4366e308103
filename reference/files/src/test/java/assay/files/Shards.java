package assay.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Indices that say what a test wants. */
final class Shards {

  private Shards() {}

  static Path writeIndex(Path folder, Map<String, String> placed) throws IOException {
    String map =
        placed.entrySet().stream()
            .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(",\n"));
    return Files.writeString(
        folder.resolve(ShardWriter.INDEX),
        "{\"metadata\": {\"total_size\": 12}, \"weight_map\": {" + map + "}}");
  }
}
