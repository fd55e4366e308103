package assay.verify.variant;

import assay.spec.Accumulation;
import java.util.Arrays;

/**
 * Blocks of terms are summed from zero by another arithmetic, and each sum is added to the rest.
 *
 * @param inside sums a block
 * @param terms of a block
 */
public record Blocked(Arithmetic inside, int terms) implements Arithmetic {

  @Override
  public Accumulation accumulation() {
    return inside.accumulation().inBlocksOf(terms);
  }

  @Override
  public void accumulate(float[] sums, int lanes, float[] factors, int count, float[][] rows) {
    for (int first = 0; first < count; first += terms) {
      int last = Math.min(count, first + terms);
      float[] block = new float[lanes];
      inside.accumulate(
          block,
          lanes,
          Arrays.copyOfRange(factors, first, last),
          last - first,
          Arrays.copyOfRange(rows, first, last));
      for (int l = 0; l < lanes; l++) {
        sums[l] += block[l];
      }
    }
  }
}
