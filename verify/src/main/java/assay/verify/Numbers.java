package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Operands made from operands, and results put in another order. */
final class Numbers {

  private Numbers() {}

  /** Row i is row {@code order[i]}. */
  static Elements rows(Elements numbers, long width, int... order) {
    Elements gathered = Elements.allocate(numbers.format(), Math.toIntExact(width * order.length));
    for (int row = 0; row < order.length; row++) {
      for (int i = 0; i < width; i++) {
        gathered.set(row * width + i, numbers.get(order[row] * width + i));
      }
    }
    return gathered;
  }

  /** Column i of every row is column {@code order[i]}. */
  static Elements columns(Elements numbers, int... order) {
    Elements gathered = Elements.allocate(numbers.format(), Math.toIntExact(numbers.count()));
    for (long i = 0; i < numbers.count(); i++) {
      long row = i - i % order.length;
      gathered.set(i, numbers.get(row + order[(int) (i % order.length)]));
    }
    return gathered;
  }

  /** Each number of an operand changed, held in F32 or wider. */
  static Elements map(Elements numbers, DoubleUnaryOperator change) {
    boolean wide = numbers.format() == FloatFormat.F64;
    int count = Math.toIntExact(numbers.count());
    Elements changed = Elements.allocate(wide ? FloatFormat.F64 : FloatFormat.F32, count);
    for (int i = 0; i < count; i++) {
      changed.set(i, change.applyAsDouble(numbers.get(i)));
    }
    return changed;
  }

  /** The same numbers but for one. */
  static Elements with(Elements numbers, long index, double value) {
    Elements changed = rows(numbers, numbers.count(), 0);
    changed.set(index, value);
    return changed;
  }

  /** Each number of a result changed. */
  static Result map(Result result, DoubleUnaryOperator change) {
    return new Result(
        result.tensors().stream()
            .map(tensor ->
                new Tensor(
                    tensor.name(),
                    tensor.axes(),
                    Arrays.stream(tensor.values()).map(change).toArray()))
            .toList());
  }

  /** Row i of each tensor's outermost axis is row {@code order[i]}. */
  static Result rows(Result result, int... order) {
    return new Result(result.tensors().stream().map(tensor -> rows(tensor, order)).toList());
  }

  private static Tensor rows(Tensor tensor, int[] order) {
    List<Tensor.Axis> axes = new ArrayList<>(tensor.axes());
    Tensor.Axis outermost = axes.getFirst();
    int width = tensor.values().length / Math.max(1, outermost.extent());
    axes.set(0, new Tensor.Axis(outermost.name(), order.length));
    double[] values = new double[order.length * width];
    for (int row = 0; row < order.length; row++) {
      System.arraycopy(tensor.values(), order[row] * width, values, row * width, width);
    }
    return new Tensor(tensor.name(), axes, values);
  }

  /** Numbers from 0 to before {@code count} in random order. */
  static int[] order(int count, long seed) {
    int[] order = IntStream.range(0, count).toArray();
    PagedMlaDecodeData.shuffle(order, new SplittableRandom(seed));
    return order;
  }
}
