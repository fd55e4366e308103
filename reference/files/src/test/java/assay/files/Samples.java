package assay.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tensors to write and to compare. */
final class Samples {

  private Samples() {}

  /** One tensor of random bytes for each type, of a few shapes. */
  static List<StoredTensor> ofEveryType(long seed) {
    List<List<Long>> shapes = List.of(List.of(2L, 3L, 4L), List.of(8L), List.of(4L, 0L, 3L));
    List<StoredTensor> tensors = new ArrayList<>();
    for (DataType type : DataType.values()) {
      List<Long> shape = shapes.get(type.ordinal() % shapes.size());
      tensors.add(random("layer." + type, type, shape, seed + type.ordinal()));
    }
    tensors.add(random("scalar π", DataType.F32, List.of(), seed));
    return tensors;
  }

  static StoredTensor random(String name, DataType type, List<Long> shape, long seed) {
    byte[] bytes = new byte[(int) Shapes.byteSize(type, shape)];
    new Random(seed).nextBytes(bytes);
    return new StoredTensor(name, type, shape, MemorySegment.ofArray(bytes));
  }

  static byte[] bytes(StoredTensor tensor) {
    return tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
  }
}
