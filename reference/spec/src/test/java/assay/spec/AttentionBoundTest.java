package assay.spec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Hard budgets of attention where they can be seen by eye; kernels try them in golden. */
final class AttentionBoundTest {

  private static final int WIDTH = 576;
  private static final KeyBounds NONE = new KeyBounds(0, new double[2]);

  /**
   * A key 800 nats below the other, of weight 0 in binary64, whose huge terms cancel: a kernel may
   * be off by 798 and give it e^−2.
   */
  @Test
  void aWeightThatVanishesMayComeBack() {
    NumericContract contract = NumericContract.F32;
    double gamma = Roundings.gamma(WIDTH, contract.scores().unitRoundoff());
    KeyBounds gauges = new KeyBounds(1, new double[] {0, 798 / gamma});
    AttentionTerms terms =
        new AttentionTerms(
            new double[] {1, 0},
            new double[] {0, -800},
            gauges,
            NONE,
            ScoreSpreads.of(0, 0),
            2,
            false,
            1,
            64);
    AttentionRowBound row =
        new AttentionBound(contract, Confidence.RUN, WIDTH, KeyLoops.PLAIN).row(terms);
    double back = Math.exp(-2);
    double out = (1 - back) / (1 + back);
    assertTrue(row.hardOut(new ValueMoments(1, 1, 1, 1)) >= 1 - out);
    assertTrue(row.hardLse(0) >= Math.log1p(back));
  }

  /**
   * A matrix unit shortens both keys' scores by what its bias allows, and not the sink beside them.
   * Lemma 14; with shifts in place of scores this fails.
   */
  @Test
  void whatAllScoresLoseDoesNotCancelBesideASink() {
    NumericContract contract =
        NumericContract.F32.withSums(Accumulation.HOPPER, Accumulation.CHAIN);
    double score = 3000;
    AttentionTerms terms =
        new AttentionTerms(
            new double[] {0.25, 0.25, 0.5},
            new double[] {score, score, score + Math.log(2)},
            new KeyBounds(1, new double[] {score, score}),
            NONE,
            ScoreSpreads.of(0, 0),
            2,
            true,
            1,
            64);
    Confidence confidence = Confidence.RUN;
    SumErrors dot =
        SumErrors.of(
            contract.overFeatures(),
            contract.scores(),
            WIDTH,
            SumErrors.Beside.NOTHING,
            confidence.lambda());
    double left = Math.exp(-dot.bias() * score);
    AttentionRowBound row =
        new AttentionBound(contract, confidence, WIDTH, KeyLoops.PLAIN).row(terms);
    ValueMoments value = new ValueMoments(0.5, 0.5, 0.25, 1);
    double hard = row.hardOut(value);
    assertTrue(row.statisticalOut(value, new double[] {1, 1}, hard) >= 0.5 - left / (1 + left));
    assertTrue(hard >= 0.5 - left / (1 + left));
  }
}
