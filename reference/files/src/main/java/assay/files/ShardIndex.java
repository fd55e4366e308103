package assay.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which file of a sharded checkpoint holds which tensor.
 *
 * @param place for complaints
 * @param metadata the index's own, as texts
 * @param files plain file name by tensor
 */
record ShardIndex(Place place, Map<String, String> metadata, Map<String, String> files) {

  static ShardIndex read(Path index) throws IOException {
    Place place = Place.of(index);
    JsonNode tree = StrictJson.read(index);
    JsonNode weights = tree.path("weight_map");
    if (!weights.isObject()) {
      throw place.bad("weight_map is missing or no object; it must map tensors to files");
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> weight : weights.properties()) {
      files.put(weight.getKey(), fileName(place.at(weight.getKey()), weight.getValue()));
    }
    return new ShardIndex(place, metadata(place, tree.path("metadata")), files);
  }

  StoredTensors map(Arena arena) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Set<String> shards = new LinkedHashSet<>(files.values());
    for (String shard : shards) {
      for (StoredTensor tensor : open(shard, arena).byName().values()) {
        requirePlaced(tensor.name(), shard);
        tensors.put(tensor.name(), tensor);
      }
    }
    requireComplete(tensors);
    return new StoredTensors(metadata, tensors);
  }

  private StoredTensors open(String shard, Arena arena) throws IOException {
    Path file = place.file().resolveSibling(shard);
    if (!Files.exists(file)) {
      throw place.bad("weight_map names %s; no such file lies beside the index", shard);
    }
    return Safetensors.map(file, arena);
  }

  /** A tensor that lies in two files lies in one that the index does not give it. */
  private void requirePlaced(String tensor, String shard) throws BadFile {
    String placed = files.get(tensor);
    if (placed == null) {
      throw place.bad("%s holds tensor %s; weight_map must name it", shard, tensor);
    }
    if (!placed.equals(shard)) {
      throw place.bad(
          "%s holds tensor %s; weight_map places it in %s alone", shard, tensor, placed);
    }
  }

  private void requireComplete(Map<String, StoredTensor> tensors) throws BadFile {
    for (Map.Entry<String, String> entry : files.entrySet()) {
      if (!tensors.containsKey(entry.getKey())) {
        throw place.bad(
            "weight_map places tensor %s in %s; that file must hold it",
            entry.getKey(), entry.getValue());
      }
    }
  }

  /** A name without folders cannot lead out of the checkpoint's own. */
  private static String fileName(Place place, JsonNode value) throws BadFile {
    String name = value.asText();
    boolean plain = value.isTextual() && name.endsWith(".safetensors") && name.matches("[\\w.-]+");
    if (!plain) {
      throw place.bad("file is %s; it must be a plain name that ends in .safetensors", value);
    }
    return name;
  }

  private static Map<String, String> metadata(Place place, JsonNode tree) throws BadFile {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!tree.isObject() && !tree.isMissingNode()) {
      throw place.bad("metadata is %s; it must be an object", tree.getNodeType());
    }
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      texts.put(entry.getKey(), entry.getValue().asText());
    }
    return texts;
  }
}
