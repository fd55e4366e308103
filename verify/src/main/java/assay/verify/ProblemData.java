package assay.verify;

import assay.numerics.Elements;
import assay.spec.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A problem as named tensors and named scalars, for whoever does not read Java.
 *
 * @param tensors inputs, in the problem's order
 * @param scalars the rest, as text; a number reads back to the same bits
 */
public record ProblemData(List<Input> tensors, Map<String, String> scalars) {

  public ProblemData {
    tensors = List.copyOf(tensors);
  }

  /**
   * One input tensor, row-major.
   *
   * @param name as the problem names it
   * @param axes outermost first; their extents hold the values
   */
  public record Input(String name, List<Tensor.Axis> axes, Values values) {

    public Input {
      axes = List.copyOf(axes);
      long held = axes.stream().mapToLong(Tensor.Axis::extent).reduce(1, Math::multiplyExact);
      if (held != values.count()) {
        throw new IllegalArgumentException(
            "input %s has %d values; its axes %s hold %d"
                .formatted(name, values.count(), axes, held));
      }
    }
  }

  /** A checksum of every input, by its name. */
  Map<String, Long> checksums() {
    Map<String, Long> checksums = new LinkedHashMap<>();
    tensors.forEach(input -> checksums.put(input.name(), checksum(input.values())));
    return checksums;
  }

  private static long checksum(Values values) {
    MemorySegment bytes =
        switch (values) {
          case Floats floats -> floats.elements().segment();
          case Ints ints -> MemorySegment.ofArray(ints.values());
          case Longs longs -> MemorySegment.ofArray(longs.values());
          case Bytes raw -> raw.segment();
        };
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.toArray(ValueLayout.JAVA_BYTE));
    return checksum.getValue();
  }

  /** What a tensor holds. */
  public sealed interface Values {

    long count();
  }

  /** Numbers of a floating-point format. */
  public record Floats(Elements elements) implements Values {

    @Override
    public long count() {
      return elements.count();
    }
  }

  /** Lengths, offsets, positions, indices; not copied. */
  public record Ints(int[] values) implements Values {

    @Override
    public long count() {
      return values.length;
    }
  }

  /** Slots of a cache; not copied. */
  public record Longs(long[] values) implements Values {

    @Override
    public long count() {
      return values.length;
    }
  }

  /** Memory in a layout of its own. */
  public record Bytes(MemorySegment segment) implements Values {

    @Override
    public long count() {
      return segment.byteSize();
    }
  }

  /** Collects inputs and scalars. */
  static final class Builder {

    private final List<Input> tensors = new ArrayList<>();
    private final Map<String, String> scalars = new LinkedHashMap<>();

    Builder floats(String name, Elements elements, Tensor.Axis... axes) {
      tensors.add(new Input(name, List.of(axes), new Floats(elements)));
      return this;
    }

    Builder ints(String name, int[] values, Tensor.Axis... axes) {
      tensors.add(new Input(name, List.of(axes), new Ints(values)));
      return this;
    }

    Builder longs(String name, long[] values, Tensor.Axis... axes) {
      tensors.add(new Input(name, List.of(axes), new Longs(values)));
      return this;
    }

    Builder bytes(String name, MemorySegment segment, Tensor.Axis... axes) {
      tensors.add(new Input(name, List.of(axes), new Bytes(segment)));
      return this;
    }

    /**
     * A number, a truth value or a name. An F32 number has all its digits, since a reader may not
     * round to F32.
     */
    Builder scalar(String name, Object value) {
      Object exact = value instanceof Float number ? (Object) number.doubleValue() : value;
      scalars.put(name, String.valueOf(exact));
      return this;
    }

    ProblemData build() {
      return new ProblemData(tensors, scalars);
    }
  }
}
