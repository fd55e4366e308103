package assay.verify;

import assay.evidence.AxisErrors;
import assay.spec.Tensor;
import assay.spec.Tensor.Axis;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Where along each axis of a result the elements over budget lie. */
final class ErrorMap {

  /** Characters of a map; a longer axis has several places to a character. */
  static final int COLUMNS = 32;

  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final char NONE = '·';

  private final Tensor tensor;
  private final int axis;
  private final int[] wrong;
  private final int each;

  /**
   * @param wrong indices of the tensor's wrong elements
   */
  private ErrorMap(Tensor tensor, int axis, BitSet wrong) {
    this.tensor = tensor;
    this.axis = axis;
    this.wrong = new int[extent().extent()];
    this.each = tensor.values().length / extent().extent();
    wrong.stream().forEach(index -> this.wrong[tensor.coordinates(index)[axis]]++);
  }

  /** Every axis of every tensor that has wrong elements. */
  static List<AxisErrors> of(Mismatch mismatch) {
    List<AxisErrors> maps = new ArrayList<>();
    List<Tensor> tensors = mismatch.expected().result().tensors();
    for (int t = 0; t < tensors.size(); t++) {
      BitSet wrong = wrong(mismatch, t);
      for (int axis = 0; axis < tensors.get(t).axes().size() && !wrong.isEmpty(); axis++) {
        maps.add(new ErrorMap(tensors.get(t), axis, wrong).errors());
      }
    }
    return maps;
  }

  /** The elements of tensor {@code t} that are over budget. */
  static BitSet wrong(Mismatch mismatch, int t) {
    BitSet wrong = new BitSet();
    int count = mismatch.expected().result().tensors().get(t).values().length;
    for (int i = 0; i < count; i++) {
      wrong.set(i, mismatch.headroom(t, i) > 1);
    }
    return wrong;
  }

  private AxisErrors errors() {
    BitSet places = new BitSet();
    for (int place = 0; place < wrong.length; place++) {
      places.set(place, wrong[place] > 0);
    }
    int length = wrong.length;
    return new AxisErrors(
        tensor.name(), extent().name(), length, map(), WhereWrong.words(places, length));
  }

  private String map() {
    int columns = Math.min(COLUMNS, wrong.length);
    StringBuilder map = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      map.append(block(first(column, columns), first(column + 1, columns)));
    }
    return map.toString();
  }

  private int first(int column, int columns) {
    return (int) ((long) column * wrong.length / columns);
  }

  /** Any wrong element shows, and only all of them fill the block. */
  private char block(int first, int end) {
    long count = 0;
    for (int place = first; place < end; place++) {
      count += wrong[place];
    }
    long most = (long) (end - first) * each;
    return count == 0 ? NONE : BLOCKS.charAt((int) (count * (BLOCKS.length() - 1) / most));
  }

  private Axis extent() {
    return tensor.axes().get(axis);
  }
}
