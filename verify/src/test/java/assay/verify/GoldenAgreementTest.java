package assay.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Result;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The golden model agrees with its oracle on every operator, within derived bounds. */
class GoldenAgreementTest {

  private static final int TRIES = 10_000;

  /** Two honest binary64 computations may lie on either side of the exact value. */
  private static final double BUDGETS_APART = 2;

  @Property(tries = TRIES)
  void referenceAgreesWithFormula(
      @ForAll("operators") GoldenOperator<?> golden, @ForAll("seeds") long seed) {
    Comparison comparison = compare(golden, seed);
    assertTrue(
        comparison.headroomHard() <= 1,
        () -> golden.operator().name().kebab() + " seed=" + seed + ": " + comparison.worst());
  }

  @Provide
  Arbitrary<GoldenOperator<?>> operators() {
    return Arbitraries.of(GoldenOperators.ALL);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().between(0, Integer.MAX_VALUE).withoutEdgeCases();
  }

  private static <P> Comparison compare(GoldenOperator<P> golden, long seed) {
    P problem = golden.small().apply(seed);
    Expectation expected = golden.reference().expect(problem, NumericContract.BINARY64);
    Result formula = golden.formula().run(problem);
    return Judge.compare(expected, formula, BUDGETS_APART);
  }
}
