package assay.verify.rival;

import assay.numerics.FloatFormat;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Operator;

/**
 * Causal prefill of sequences of one length, 192 wide with values of 128.
 *
 * @param heads of the suite; a fast problem has 8, each of which counts alike
 * @param length query and key tokens of each sequence
 * @param keys standard deviation of keys and values; 0 for none at all
 */
record PrefillInputs(
    String name,
    int batch,
    int heads,
    int length,
    FloatFormat format,
    float scale,
    double queries,
    double keys)
    implements PublishedInputs<Problem> {

  private static final int KEY_WIDTH = 192;
  private static final int VALUE_WIDTH = 128;
  private static final int FAST_HEADS = 8;

  @Override
  public String text() {
    return "q ~ %s·N(0,1), k and v ~ %s·N(0,1), b=%d h=%d s=%d, causal"
        .formatted(Figure.of(queries), Figure.of(keys), batch, heads, length);
  }

  @Override
  public Operator operator() {
    return MlaPrefill.OPERATOR;
  }

  @Override
  public Posed<Problem> pose(long seed, boolean fast) {
    int runHeads = fast ? Math.min(heads, FAST_HEADS) : heads;
    int rows = batch * length * runHeads;
    int[] starts = new int[batch + 1];
    for (int b = 0; b <= batch; b++) {
      starts[b] = b * length;
    }
    Draws draws = new Draws(seed);
    return Posed.whole(
        new Problem(
            runHeads,
            KEY_WIDTH,
            VALUE_WIDTH,
            starts,
            starts.clone(),
            draws.normal(format, rows * KEY_WIDTH, queries),
            draws.normal(format, rows * KEY_WIDTH, keys),
            draws.normal(format, rows * VALUE_WIDTH, keys),
            scale,
            true));
  }
}
