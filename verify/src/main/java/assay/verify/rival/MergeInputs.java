package assay.verify.rival;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Operator;
import java.util.SplittableRandom;

/**
 * A prefix and a suffix of 256 tokens with 16 heads, 128 wide; one part in ten is empty, and never
 * both of a row.
 *
 * @param format of the partial outputs; lse is in F32
 */
record MergeInputs(String name, FloatFormat format) implements PublishedInputs<Problem> {

  private static final int ROWS = 256 * 16;
  private static final int WIDTH = 128;

  @Override
  public String text() {
    return "prefix and suffix, 256 tokens, h=16, d=128, out and lse ~ N(0,1), never both empty";
  }

  @Override
  public Operator operator() {
    return CombineSplits.OPERATOR;
  }

  @Override
  public Posed<Problem> pose(long seed, boolean fast) {
    Draws draws = new Draws(seed);
    Elements out = draws.normal(format, 2 * ROWS * WIDTH, 1);
    Elements lse = draws.normal(FloatFormat.F32, 2 * ROWS, 1);
    SplittableRandom random = new SplittableRandom(seed);
    for (int row = 0; row < ROWS; row++) {
      int choice = random.nextInt(10);
      if (choice < 2) {
        lse.set((long) choice * ROWS + row, Double.NEGATIVE_INFINITY);
      }
    }
    return Posed.whole(new Problem(2, WIDTH, out, lse));
  }
}
