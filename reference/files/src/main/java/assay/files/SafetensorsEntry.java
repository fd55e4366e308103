package assay.files;

import java.util.List;

/**
 * One tensor as a header announces it.
 *
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last
 */
record SafetensorsEntry(String name, DataType type, List<Long> shape, long begin, long end) {}
