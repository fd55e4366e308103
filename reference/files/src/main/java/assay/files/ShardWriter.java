package assay.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes tensors to several files, and last of all the index that says which holds which. */
final class ShardWriter {

  static final String INDEX = "model.safetensors.index.json";

  private static final JsonMapper MAPPER = new JsonMapper();

  private ShardWriter() {}

  static void write(
      Path folder,
      Map<String, String> metadata,
      Collection<StoredTensor> tensors,
      long bytesPerShard)
      throws IOException {
    List<List<StoredTensor>> shards =
        shards(StoredTensors.distinct(tensors).values(), bytesPerShard);
    Map<String, String> placed = new TreeMap<>();
    for (int i = 0; i < shards.size(); i++) {
      String file = name(i, shards.size());
      Safetensors.write(folder.resolve(file), metadata, shards.get(i));
      shards.get(i).forEach(tensor -> placed.put(tensor.name(), file));
    }
    byte[] index = index(totalBytes(tensors), placed);
    OutputFile.write(
        folder.resolve(INDEX), channel -> Chunks.write(MemorySegment.ofArray(index), channel));
  }

  static String name(int shard, int shards) {
    return "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards);
  }

  /** In the order given; a tensor that alone is larger has a file of its own. */
  private static List<List<StoredTensor>> shards(
      Collection<StoredTensor> tensors, long bytesPerShard) {
    List<List<StoredTensor>> shards = new ArrayList<>();
    shards.add(new ArrayList<>());
    long filled = 0;
    for (StoredTensor tensor : tensors) {
      long bytes = tensor.bytes().byteSize();
      if (bytes > bytesPerShard - filled && !shards.getLast().isEmpty()) {
        shards.add(new ArrayList<>());
        filled = 0;
      }
      shards.getLast().add(tensor);
      filled += bytes;
    }
    return shards;
  }

  private static long totalBytes(Collection<StoredTensor> tensors) {
    return tensors.stream().mapToLong(tensor -> tensor.bytes().byteSize()).sum();
  }

  private static byte[] index(long totalBytes, Map<String, String> placed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("metadata");
      json.writeNumberField("total_size", totalBytes);
      json.writeEndObject();
      json.writeObjectFieldStart("weight_map");
      for (Map.Entry<String, String> entry : placed.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
