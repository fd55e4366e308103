package assay.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Named values along named axes, row-major; every format in use is exact in binary64.
 *
 * @param name the operator's name for it
 * @param axes outermost first
 * @param values not copied; not to be changed
 */
public record Tensor(String name, List<Axis> axes, double[] values) {

  /** One axis: a glossary letter or word, and its extent. */
  public record Axis(String name, int extent) {}

  public Tensor {
    axes = List.copyOf(axes);
    long count = axes.stream().mapToLong(Axis::extent).reduce(1, Math::multiplyExact);
    if (count != values.length) {
      throw new IllegalArgumentException(
          "tensor %s has %d values; its axes %s hold %d"
              .formatted(name, values.length, axes, count));
    }
  }

  /** The position of value {@code index} along each axis. */
  public int[] coordinates(int index) {
    int[] position = new int[axes.size()];
    int rest = index;
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      int extent = axes.get(axis).extent();
      position[axis] = rest % extent;
      rest /= extent;
    }
    return position;
  }

  /** For people: {@code out[b=0, s=0, h=3, d=17]}. */
  public String describe(int index) {
    int[] position = coordinates(index);
    return java.util.stream.IntStream.range(0, position.length)
        .mapToObj(axis -> axes.get(axis).name() + "=" + position[axis])
        .collect(Collectors.joining(", ", name + "[", "]"));
  }
}
