package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.ProjectionWeights.BlockScaled;
import assay.spec.ProjectionWeights.Dense;
import org.junit.jupiter.api.Test;

/** Lemma 8 of docs/numerics.md where it can be seen by eye; kernels try it in golden. */
final class DotBoundTest {

  private static final NumericContract CONTRACT =
      new NumericContract(
          FloatFormat.F32,
          FloatFormat.BF16,
          FloatFormat.F32,
          Accumulation.CHAIN,
          Accumulation.CHAIN,
          FloatFormat.BF16,
          FloatFormat.F32,
          0,
          0,
          1);
  private static final double FLUSHED = 2 * FloatFormat.F32.smallestNormal();

  private final DotBound bound = DotBound.of(CONTRACT, Confidence.RUN, 1000);

  @Test
  void theHardBudgetIsGammaTimesTheMagnitude_andTheOutputsRounding() {
    double gamma = Roundings.gamma(1000, FloatFormat.F32.unitRoundoff());
    assertEquals(7 * gamma + 1000 * FLUSHED, bound.hardSum(7));
    double unit = FloatFormat.BF16.unitRoundoff();
    double rounded = bound.hardSum(7) * (1 + unit) + unit * 3;
    assertEquals(rounded + FloatFormat.BF16.smallestSubnormal(), bound.hard(-3, 7));
  }

  @Test
  void theStatisticalBudgetIsNeverAboveTheHardOne() {
    for (int terms : new int[] {1, 2, 100, 100_000}) {
      DotBound some = DotBound.of(CONTRACT, Confidence.RUN, terms);
      for (double value : new double[] {0, 1, Math.sqrt(terms), terms}) {
        assertTrue(some.statistical(value, terms, terms) <= some.hard(value, terms));
      }
    }
    DotBound many = DotBound.of(CONTRACT, Confidence.RUN, 100_000);
    assertTrue(many.statisticalSum(0, 1e5, 1e5) < many.hardSum(1e5) / 10);
  }

  @Test
  void whatIsNotFiniteMustBeMetExactly() {
    assertEquals(0, bound.hard(Double.NaN, Double.NaN));
    assertEquals(0, bound.statistical(Double.POSITIVE_INFINITY, 1, 1));
    assertEquals(0, bound.copied(Double.NaN));
  }

  @Test
  void weightsUnderScalesCostTheirUnpacking() {
    Elements codes = Elements.allocate(FloatFormat.FP8_E4M3, 1000);
    Elements scales = Elements.allocate(FloatFormat.F32, 8);
    DotBound scaled =
        DotBound.of(CONTRACT, Confidence.RUN, new BlockScaled(1, 1000, codes, scales), 1000);
    assertTrue(scaled.hardSum(1) > FloatFormat.BF16.unitRoundoff());
    DotBound dense = DotBound.of(CONTRACT, Confidence.RUN, new Dense(1, 1000, codes), 1000);
    assertEquals(bound.hardSum(1), dense.hardSum(1));
  }
}
