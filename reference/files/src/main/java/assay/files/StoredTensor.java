package assay.files;

import assay.numerics.Elements;
import assay.spec.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A tensor as files hold it: row-major, dense, little-endian.
 *
 * @param name what its file calls it
 * @param type of its numbers
 * @param shape extents, outermost first; none for a scalar, 0 for an empty axis
 * @param bytes its numbers; not copied, and read-only where a file is mapped
 */
public record StoredTensor(String name, DataType type, List<Long> shape, MemorySegment bytes) {

  /**
   * @throws IllegalArgumentException if the bytes are not what the shape takes
   */
  public StoredTensor {
    shape = List.copyOf(shape);
    long expected = Shapes.byteSize(type, shape);
    if (bytes.byteSize() != expected) {
      throw new IllegalArgumentException(
          "tensor %s has %d bytes; its shape %s of %s takes %d"
              .formatted(name, bytes.byteSize(), shape, type, expected));
    }
  }

  /** {@code elements} under a name, in the same memory. */
  public static StoredTensor of(String name, Elements elements, long... shape) {
    List<Long> extents = Arrays.stream(shape).boxed().toList();
    return new StoredTensor(name, DataType.of(elements.format()), extents, elements.segment());
  }

  /** A result as F64, in the same memory. */
  public static StoredTensor of(Tensor tensor) {
    long[] shape = tensor.axes().stream().mapToLong(Tensor.Axis::extent).toArray();
    return of(tensor.name(), Elements.of(tensor.values()), shape);
  }

  /** The numbers, in the same memory; empty where the type is no {@code FloatFormat}. */
  public Optional<Elements> elements() {
    return type.format().map(format -> new Elements(format, bytes));
  }

  /**
   * The same bytes read as {@code other}: NumPy has no bf16 and no fp8, so they come as U16 and U8.
   *
   * @throws IllegalArgumentException if the types differ in size
   */
  public StoredTensor as(DataType other) {
    return new StoredTensor(name, other, shape, bytes);
  }
}
