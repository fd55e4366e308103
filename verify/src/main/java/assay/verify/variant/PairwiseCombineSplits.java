package assay.verify.variant;

import assay.numerics.FloatFormat;
import java.util.List;

/** Two parts at a time, each pair by its two lse: as a tree, or, with another cut, as a chain. */
public class PairwiseCombineSplits extends CombineSplitsVariant {

  public PairwiseCombineSplits(Surroundings surroundings, LogBase base, FloatFormat format) {
    super(surroundings, base, format);
  }

  @Override
  protected Part combine(int width, List<Part> parts) {
    int count = parts.size();
    if (count == 1) {
      Part only = parts.getFirst();
      return isEmpty(only.lse()) ? nothing(width) : only;
    }
    int cut = cut(count);
    return merge(
        width, combine(width, parts.subList(0, cut)), combine(width, parts.subList(cut, count)));
  }

  /** How many of {@code count} parts are merged on the left. */
  protected int cut(int count) {
    return count / 2;
  }

  /** Neither weight is divided by their sum: both are relative to the merged lse. */
  protected Part merge(int width, Part left, Part right) {
    float largest = Math.max(left.lse(), right.lse());
    if (isEmpty(largest)) {
      return nothing(width);
    }
    float lse = lse(largest, weight(left.lse(), largest) + weight(right.lse(), largest));
    float[] out = new float[width];
    addPart(out, left, lse);
    addPart(out, right, lse);
    return new Part(lse, out);
  }

  private void addPart(float[] out, Part part, float lse) {
    if (!isEmpty(part.lse())) {
      add(out, weight(part.lse(), lse), part.out());
    }
  }
}
