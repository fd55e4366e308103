package assay.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes header and data in one pass.
 *
 * <p>Wider numbers come first and the header is padded to 8 bytes, so every tensor starts at a
 * multiple of its number's size, as the format's own writer has it.
 */
final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;
  private static final JsonMapper MAPPER = new JsonMapper();

  private SafetensorsWriter() {}

  static void write(
      WritableByteChannel channel, Map<String, String> metadata, Collection<StoredTensor> tensors)
      throws IOException {
    List<StoredTensor> ordered =
        StoredTensors.distinct(tensors).values().stream()
            .sorted(Comparator.comparingInt(tensor -> -tensor.type().bits()))
            .toList();
    byte[] header = header(metadata, ordered);
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array();
    Chunks.write(MemorySegment.ofArray(length), channel);
    Chunks.write(MemorySegment.ofArray(header), channel);
    for (StoredTensor tensor : ordered) {
      Chunks.write(tensor.bytes(), channel);
    }
  }

  private static byte[] header(Map<String, String> metadata, List<StoredTensor> tensors)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      writeMetadata(json, metadata);
      long begin = 0;
      for (StoredTensor tensor : tensors) {
        writeEntry(json, tensor, begin);
        begin += tensor.bytes().byteSize();
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    if (bytes.size() > StrictJson.MAX_BYTES) {
      throw new IllegalArgumentException(
          "header has %d bytes; at most %d".formatted(bytes.size(), StrictJson.MAX_BYTES));
    }
    return bytes.toByteArray();
  }

  private static void writeMetadata(JsonGenerator json, Map<String, String> metadata)
      throws IOException {
    if (metadata.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(SafetensorsHeader.METADATA);
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      json.writeStringField(name(entry.getKey()), name(entry.getValue()));
    }
    json.writeEndObject();
  }

  private static void writeEntry(JsonGenerator json, StoredTensor tensor, long begin)
      throws IOException {
    if (tensor.name().equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("name is __metadata__; the format keeps it for itself");
    }
    json.writeObjectFieldStart(name(tensor.name()));
    json.writeStringField("dtype", tensor.type().name());
    writeNumbers(json, "shape", tensor.shape());
    writeNumbers(json, "data_offsets", List.of(begin, begin + tensor.bytes().byteSize()));
    json.writeEndObject();
  }

  private static void writeNumbers(JsonGenerator json, String field, List<Long> numbers)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static String name(String text) {
    if (!StrictJson.isUnicode(text)) {
      throw new IllegalArgumentException("a name or text has half a surrogate pair");
    }
    return text;
  }
}
