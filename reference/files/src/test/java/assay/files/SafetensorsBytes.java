package assay.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files of the format, good or bad, put together without the writer. */
final class SafetensorsBytes {

  private SafetensorsBytes() {}

  static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  static byte[] file(byte[] header, byte[] data) {
    return file(header.length, header, data);
  }

  static byte[] file(long length, byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data)
        .array();
  }

  /** {@code "name":{…}}, its parts as JSON. */
  static String entry(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, dtype, shape, offsets);
  }

  static String bytes(String name, long begin, long end) {
    return entry(name, "\"U8\"", "[" + (end - begin) + "]", "[" + begin + "," + end + "]");
  }
}
