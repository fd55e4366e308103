package assay.verify.rival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule on both sides of its limit; limits and values are exact in binary. */
class RuleTest {

  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private static boolean accepts(Rule rule, double[] expected, double... actual) {
    return rule.objection(Sample.of(expected, actual)).isEmpty();
  }

  private static double[] of(double... values) {
    return values;
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of(Close.of(0.25, 0.5), of(2, -2), of(3.25, -3.25), of(3.5, -2)),
        Arguments.of(new Close(0.25, 0, 0.5), of(1, 1), of(1, 9), of(9, 9)),
        Arguments.of(new Either(0.25, 0), of(1, 1), of(1.125, 1), of(1.25, 1)),
        Arguments.of(new Either(0, 0.25), of(8, 8), of(9, 8), of(10.5, 8)),
        Arguments.of(new CosineDifference(0.2), of(1, 0), of(0.5, 0), of(0.25, 0)),
        Arguments.of(new Cosine(0.5), of(1, 0), of(4, 4), of(1, 2)),
        Arguments.of(new MaxAndMean(1, 9), of(0, 0), of(0.5, 0.5), of(1, 0)),
        Arguments.of(new MaxAndMean(9, 1), of(0, 0), of(1.5, 0), of(1, 1)),
        Arguments.of(new MeanError(0.5), of(1, -1), of(1.5, -1), of(1.5, -1.5)),
        Arguments.of(new NormError(0.5), of(2, 0), of(2, 1), of(2, 1.25)),
        Arguments.of(new Projected(Close.of(0, 0.25), 3), of(8), of(9), of(10.5)),
        Arguments.of(new Finite(), of(0, 0), of(9, 9), of(0, NAN)),
        Arguments.of(Every.of(Close.of(1, 0), new NormError(0.5)), of(4), of(5), of(5.5)));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void aRuleRefusesBeyondItsLimitOnly(Rule rule, double[] expected, double[] near, double[] far) {
    assertFalse(accepts(rule, expected, far), rule.formula());
    assertTrue(accepts(rule, expected, near), rule.formula());
    assertTrue(accepts(rule, expected, expected), rule.formula());
  }

  @Test
  void everyNeedsAllItsRules() {
    Rule both = Every.of(Close.of(1, 0), new NormError(0.5));
    assertTrue(accepts(both, of(4), 5));
    assertFalse(accepts(both, of(4), 5.5));
    assertFalse(accepts(both, of(1), 1.75));
  }

  @Test
  void nothingCannotFail() {
    assertTrue(accepts(new Nothing(), of(1, 2), NAN, INF));
  }

  @Test
  void nanIsRefusedByAllThatCanFail() {
    limits()
        .map(limit -> (Rule) limit.get()[0])
        .forEach(rule -> {
          boolean averages = rule instanceof Close close && close.mismatches() > 0;
          assertEquals(averages, accepts(rule, of(1, 1), 1, NAN), rule.formula());
        });
  }

  @Test
  void theSameInfinityIsAcceptedWhereRulesSaySo() {
    for (Rule rule : new Rule[] {Close.of(0, 0), new Either(1, 1), new CosineDifference(1e-5)}) {
      assertTrue(accepts(rule, of(1, -INF), 1, -INF), rule.formula());
      assertFalse(accepts(rule, of(1, -INF), 1, INF), rule.formula());
      assertFalse(accepts(rule, of(1, -INF), 1, -1e30), rule.formula());
    }
  }

  /** One wrong row of 2 is a quarter of the energy; of 100, a 200th. */
  @Test
  void rowsThatStandForManyDiluteTheOthers() {
    Rule rule = new CosineDifference(0.01);
    double[] expected = {1, 1, 1, 1};
    double[] actual = {0, 0, 1, 1};
    assertTrue(rule.objection(new Sample(expected, actual, new int[] {1, 1})).isPresent());
    assertTrue(rule.objection(new Sample(expected, actual, new int[] {1, 99})).isEmpty());
    Rule share = new Close(0, 0, 0.01);
    assertTrue(share.objection(new Sample(expected, actual, new int[] {1, 1})).isPresent());
    assertTrue(share.objection(new Sample(expected, actual, new int[] {1, 99})).isEmpty());
    Rule mean = new MaxAndMean(9, 0.02);
    assertTrue(mean.objection(new Sample(expected, actual, new int[] {1, 1})).isPresent());
    assertTrue(mean.objection(new Sample(expected, actual, new int[] {1, 99})).isEmpty());
  }

  @Test
  void cacheSlotsAreReadAsNumbers() {
    double[] slot = new double[656];
    slot[0] = 100;
    slot[515] = 0x3F;
    double[] near = slot.clone();
    near[0] = 109;
    near[512] = 1;
    assertTrue(accepts(new CacheSlots(0, 0.1), slot, near));
    double[] code = slot.clone();
    code[0] = 111;
    assertFalse(accepts(new CacheSlots(0, 0.1), slot, code));
    double[] scale = slot.clone();
    scale[515] = 0x40;
    assertFalse(accepts(new CacheSlots(0, 0.1), slot, scale));
    double[] rope = slot.clone();
    rope[655] = 0x3F;
    assertFalse(accepts(new CacheSlots(0, 0.1), slot, rope));
    assertTrue(new CacheSlots(0, 0.1).objection(new Sample(slot, rope, new int[] {0})).isEmpty());
  }

  @Test
  void shapesMustAgree() {
    assertThrows(IllegalArgumentException.class, () -> Sample.of(of(1), of(1, 2)));
    assertThrows(IllegalArgumentException.class, () -> new Sample(of(1), of(1), new int[] {1, 1}));
  }

  @Test
  void formulasReadWell() {
    assertEquals("|y − x| ≤ 0.01 + 0.01 |x|", Close.of(1e-2, 1e-2).formula());
    assertEquals(
        "|y − x| ≤ 0.05 + 0.05 |x| for 95 % of elements", new Close(0.05, 0.05, 0.05).formula());
    assertEquals("1 − 2 Σxy / Σ(x² + y²) ≤ 5e-6", new CosineDifference(5e-6).formula());
  }
}
