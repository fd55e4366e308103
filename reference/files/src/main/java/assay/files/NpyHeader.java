package assay.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What comes before the numbers in npy.
 *
 * @param type of the numbers
 * @param shape of the array
 * @param bytes how long the header is
 */
record NpyHeader(DataType type, List<Long> shape, long bytes) {

  /** The longest text that is read; what version 1.0 can say. */
  static final int MAX_TEXT = 0xFFFF;

  /** No header needs more, in any version. */
  static final int MAX_BYTES = 12 + MAX_TEXT;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int TEXT_V1 = 10;
  private static final int TEXT_V2 = 12;

  /**
   * @param start of the array's file, at least its header or all of it
   * @param total what the file has in all
   */
  static NpyHeader parse(Place place, MemorySegment start, long total) throws BadFile {
    int version = version(place, start);
    int textStart = version == 1 ? TEXT_V1 : TEXT_V2;
    require(place, start.byteSize() >= textStart, "it ends within the header's length");
    long length = version == 1 ? LittleEndian.u16(start, 8) : LittleEndian.u32(start, 8);
    long most = Math.min(MAX_TEXT, start.byteSize() - textStart);
    if (length > most) {
      throw place.bad("header length is %d; at most %d", length, most);
    }
    byte[] text = start.asSlice(textStart, length).toArray(ValueLayout.JAVA_BYTE);
    return parse(place, new String(text, StandardCharsets.ISO_8859_1), textStart + length, total);
  }

  private static NpyHeader parse(Place place, String text, long bytes, long total) throws BadFile {
    require(place, text.endsWith("\n"), "its header does not end with a line break");
    NpyDictionary dictionary = NpyDictionary.parse(place, text.substring(0, text.length() - 1));
    require(place, !dictionary.fortranOrder(), "fortran_order is True; only C order is read");
    DataType type = NpyType.parse(place, dictionary.descr());
    long size = Shapes.byteSize(place, type, dictionary.shape());
    if (size != total - bytes) {
      throw place.bad(
          "%d bytes follow the header; shape %s of %s takes %d",
          total - bytes, dictionary.shape(), type, size);
    }
    return new NpyHeader(type, List.copyOf(dictionary.shape()), bytes);
  }

  private static int version(Place place, MemorySegment start) throws BadFile {
    boolean magic = start.byteSize() >= MAGIC.length + 2;
    for (int i = 0; magic && i < MAGIC.length; i++) {
      magic = start.get(ValueLayout.JAVA_BYTE, i) == MAGIC[i];
    }
    require(place, magic, "it does not begin with \\x93NUMPY and a version");
    int major = start.get(ValueLayout.JAVA_BYTE, 6);
    int minor = start.get(ValueLayout.JAVA_BYTE, 7);
    if (major < 1 || major > 3 || minor != 0) {
      throw place.bad("version is %d.%d; it must be 1.0, 2.0 or 3.0", major, minor);
    }
    return major;
  }

  private static void require(Place place, boolean holds, String complaint) throws BadFile {
    if (!holds) {
      throw place.bad("%s", complaint);
    }
  }

  /** A version 1.0 header, padded so that the numbers start at a multiple of 64. */
  static byte[] format(StoredTensor tensor) {
    String extents = tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(NpyType.of(tensor.type()), extents, tensor.shape().size() == 1 ? "," : "");
    int padding = Math.floorMod(-(TEXT_V1 + text.length() + 1), ALIGNMENT);
    byte[] padded = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] header = Arrays.copyOf(MAGIC, TEXT_V1 + padded.length);
    header[6] = 1;
    header[8] = (byte) padded.length;
    header[9] = (byte) (padded.length >> 8);
    System.arraycopy(padded, 0, header, TEXT_V1, padded.length);
    return header;
  }
}
