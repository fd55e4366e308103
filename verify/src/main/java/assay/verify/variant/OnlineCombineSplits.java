package assay.verify.variant;

import assay.numerics.FloatFormat;
import java.util.List;

/** Parts one after another into a running maximum, sum and mean; one division at the end. */
public class OnlineCombineSplits extends CombineSplitsVariant {

  public OnlineCombineSplits(Surroundings surroundings, LogBase base, FloatFormat format) {
    super(surroundings, base, format);
  }

  @Override
  protected Part combine(int width, List<Part> parts) {
    float largest = Float.NEGATIVE_INFINITY;
    float sum = 0;
    float[] sums = new float[width];
    for (Part part : parts) {
      if (!isEmpty(part.lse())) {
        float raised = Math.max(largest, part.lse());
        float kept = rescale(largest, raised);
        float weight = weight(part.lse(), raised);
        sum = rescaledSum(sum, kept) + weight;
        scale(sums, kept);
        add(sums, weight, part.out());
        largest = raised;
      }
    }
    return isEmpty(largest) ? nothing(width) : divided(largest, sum, sums);
  }

  /** What sums that were relative to one maximum are multiplied by under another. */
  protected float rescale(float from, float to) {
    return exp(from - to);
  }

  /** The sum of weights under the new maximum. */
  protected float rescaledSum(float sum, float kept) {
    return sum * kept;
  }

  private Part divided(float largest, float sum, float[] sums) {
    for (int d = 0; d < sums.length; d++) {
      sums[d] /= sum;
    }
    return new Part(lse(largest, sum), sums);
  }

  private static void scale(float[] sums, float factor) {
    for (int d = 0; d < sums.length; d++) {
      sums[d] *= factor;
    }
  }
}
