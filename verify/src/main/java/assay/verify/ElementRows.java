package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Elements taken as rows of one width, copied byte for byte. */
final class ElementRows {

  /** A row that no row of the source goes to; it holds NaN in every format. */
  static final int NONE = -1;

  private static final byte NAN_BYTE = (byte) 0xFF;

  private ElementRows() {}

  /** Row i is row {@code rows[i]} of {@code source}, or NaN where that is {@link #NONE}. */
  static Elements gather(Elements source, int width, int... rows) {
    Elements gathered = Elements.allocate(source.format(), Math.multiplyExact(rows.length, width));
    long bytes = (long) width * source.format().bytes();
    for (int row = 0; row < rows.length; row++) {
      MemorySegment target = gathered.segment().asSlice(row * bytes, bytes);
      if (rows[row] == NONE) {
        target.fill(NAN_BYTE);
      } else {
        target.copyFrom(source.segment().asSlice(rows[row] * bytes, bytes));
      }
    }
    return gathered;
  }

  /** Rows of {@code count} things of {@code heads} rows each, when heads are put in this order. */
  static int[] headRows(int count, int heads, int... order) {
    int[] rows = new int[count * order.length];
    Arrays.setAll(rows, row -> row / order.length * heads + order[row % order.length]);
    return rows;
  }

  static Elements copy(Elements source) {
    Elements copy = Elements.allocate(source.format(), Math.toIntExact(source.count()));
    copy.segment().copyFrom(source.segment());
    return copy;
  }

  static Elements zeros(Elements like) {
    return Elements.allocate(like.format(), Math.toIntExact(like.count()));
  }

  static Elements map(Elements source, DoubleUnaryOperator change) {
    Elements changed = zeros(source);
    for (long i = 0; i < source.count(); i++) {
      changed.set(i, change.applyAsDouble(source.get(i)));
    }
    return changed;
  }

  /** Changes a key and its value in place. */
  static void edit(KeyEdit edit, int t, int length, Elements key, Elements value) {
    double[] keyFeatures = key.toDoubles();
    double[] valueFeatures = value.toDoubles();
    edit.edit(t, length, keyFeatures, valueFeatures);
    for (int i = 0; i < keyFeatures.length; i++) {
      key.set(i, keyFeatures[i]);
    }
    for (int i = 0; i < valueFeatures.length; i++) {
      value.set(i, valueFeatures[i]);
    }
  }

  /** {@code values} in {@code format} where that is exact, else in binary64. */
  static Elements exact(FloatFormat format, double... values) {
    Elements rounded = Elements.rounded(format, values);
    for (int i = 0; i < values.length; i++) {
      if (Double.compare(rounded.get(i), values[i]) != 0) {
        return Elements.of(values);
      }
    }
    return rounded;
  }
}
